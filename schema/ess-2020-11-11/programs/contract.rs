//! Signs a contract: `contract ORDER FILE [test|production|http://HOST:PORT]`.
//!
//! ORDER is an id of your own, by which you recognize the contract later. The variables are those of the
//! credential, OPERATOR_ID, SIGNER_NAME, SIGNER_MOBILE, CALLBACK_ADDRESS, CALLBACK_KEY and CALLBACK_TOKEN.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::{collections::HashMap, error::Error, path::Path, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use tencent_ess::callback::{DEFAULT_MAX_BODY_BYTES, SIGNATURE_HEADER};
use tencent_ess::callback::{Event, FlowStatus, Received, Receiver};
use tencent_ess::{Environment, blocking::Client, model::*};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [order, path, target @ ..] = &arguments[..] else {
        return Err("give the id of your order, and the file of the contract".into());
    };
    let client = match target.first().map_or("test", String::as_str) {
        mock if mock.starts_with("http://") => Client::builder().endpoint(mock),
        name => Client::builder().environment(name.parse::<Environment>()?),
    };
    let client = client.build()?;
    let (name, mobile) = (variable("SIGNER_NAME")?, variable("SIGNER_MOBILE")?);
    let operator = UserInfo::default().user_id(variable("OPERATOR_ID")?);
    let receiver = Receiver::new(&variable("CALLBACK_KEY")?, &variable("CALLBACK_TOKEN")?)?;
    // Listen before the start, because the first callback follows at once.
    let listener = TcpListener::bind(variable("CALLBACK_ADDRESS")?)?;
    println!("callbacks: http://{}", listener.local_addr()?);

    let path = Path::new(path);
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = UploadFile::new(STANDARD.encode(std::fs::read(path)?)).file_name(&*file_name);
    let request = UploadFilesRequest::new(UploadBusinessType::Document)
        .caller(Caller::default().operator_id(operator.user_id.clone()))
        .file_infos([file]);
    let uploaded = only(client.upload_files(request)?.file_ids)?;

    // Contracts are made of PDFs. The ids of both files are valid for an hour.
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let pdf = if extension == "pdf" {
        uploaded
    } else {
        let request = CreateFileConvertTaskRequest::new(uploaded)
            .operator(operator.clone())
            .resource_type(&*extension.to_string_lossy())
            .resource_name(&*file_name);
        let task = client.create_file_convert_task(request)?.task_id;
        let request = DescribeFileConvertTaskRequest::new(task).operator(operator.clone());
        only(client.wait_until_file_converted(request)?.resource_id)?
    };

    // This creates the contract and starts it. A contract from a template takes three calls instead:
    // `create_flow`, `create_document` and `start_flow`.
    let place = Component::new(ComponentType::SignSignature).component_page(1);
    let place = place.component_width(120.0).component_height(40.0);
    let place = place.component_pos_x(100.0).component_pos_y(650.0);
    let place = place.file_index(0);
    let signer = ApproverInfo::new(ApproverType::Individual)
        .approver_name(&*name)
        .approver_mobile(&*mobile)
        .sign_components([place]);
    let request = CreateFlowByFilesRequest::default()
        .operator(operator.clone())
        .flow_name(format!("Contract {order}"))
        .file_ids([pdf])
        .approvers([signer])
        .user_data(STANDARD.encode(order));
    let flow_id = match client.create_flow_by_files(request) {
        // A second contract would be charged too.
        Err(error) if error.is_outcome_unknown() => {
            return Err(format!("look for {order} in the console, it may exist: {error}").into());
        }
        started => only(started?.flow_id)?,
    };
    println!("contract: {flow_id}");

    let signer = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name(name)
        .approver_mobile(mobile);
    let request = CreateFlowSignUrlRequest::new(&*flow_id)
        .operator(operator.clone())
        .flow_approver_infos([signer]);
    let links = client.create_flow_sign_url(request)?;
    let link = only(links.flow_approver_url_infos)?.sign_url;
    println!("link for the signer: {link}");

    let status = wait_for_end(&listener, &receiver, &flow_id)?;
    if status != FlowStatus::AllSigned {
        return Err(format!("contract {flow_id} ended with the status {status:?}").into());
    }
    // Only now is the file complete. Its link is valid for 5 minutes.
    let request = DescribeFileUrlsRequest::new(DownloadBusinessType::Contract, [flow_id]);
    let files = client.describe_file_urls(request.operator(operator))?;
    println!("signed file: {}", only(files.file_urls)?.url);
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

fn only<T>(items: impl IntoIterator<Item = T>) -> Result<T, &'static str> {
    items.into_iter().next().ok_or("the response is empty")
}

/// Receives callbacks until a contract has a final status. A server for many contracts stores each
/// message before it answers: see `callback-server`.
fn wait_for_end(listener: &TcpListener, receiver: &Receiver, id: &str) -> io::Result<FlowStatus> {
    let mut status = FlowStatus::NotStarted;
    while !status.is_final() {
        let mut stream = listener.accept()?.0;
        let (signature, body) = read(&stream).unwrap_or_default();
        let received = receiver.receive(signature.as_deref().map(str::as_bytes), &body);
        if let Ok(Received::Message(message)) = &received
            && let Event::FlowStatusChange(flow) = message.event()
            && flow.flow_id.as_deref() == Some(id)
            && let Some(new) = flow.flow_callback_status
            && new.may_follow(&status)
        {
            status = new;
        }
        if let Err(error) = &received {
            eprintln!("refused a callback: {error}");
        }
        let answer = received.map_or("403 Forbidden", |_| "200 OK");
        let head = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let _ = stream.write_all(head.as_bytes()); // without an answer, the message is sent again
    }
    Ok(status)
}

/// Reads an HTTP request. Returns its signature and its body.
fn read(stream: &TcpStream) -> io::Result<(Option<String>, Vec<u8>)> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream).take(DEFAULT_MAX_BODY_BYTES as u64);
    let (mut headers, mut line, mut body) = (HashMap::new(), String::new(), Vec::new());
    while reader.read_line(&mut line)? > 2 {
        let (name, value) = line.split_once(':').unwrap_or_default();
        headers.insert(name.to_lowercase(), value.trim().to_owned());
        line.clear();
    }
    let length = headers.get("content-length").map(|length| length.parse());
    let length = length.transpose().map_err(io::Error::other)?;
    reader.take(length.unwrap_or(0)).read_to_end(&mut body)?;
    Ok((headers.remove(&SIGNATURE_HEADER.to_lowercase()), body))
}
