//! Sources of credentials.

use std::error::Error;
use std::time::Duration;

use tencent_ess::runtime::client::credential::*;
use tencent_ess::{Client, Environment};

#[test]
fn a_client_takes_a_fixed_credential() -> Result<(), Box<dyn Error>> {
    let (secret_id, secret_key) = ("AKIDexample", "example");
    // ANCHOR: fixed
    // Read the key from your secret store. Do not write it into the program.
    let client = Client::builder()
        .environment(Environment::Test)
        .credential(Credential::new(secret_id, secret_key))
        .build()?;
    // ANCHOR_END: fixed
    drop(client);
    Ok(())
}

#[test]
fn a_client_assumes_a_role() -> Result<(), Box<dyn Error>> {
    // ANCHOR: role
    let role = "qcs::cam::uin/100000000001:roleName/contracts";
    let provider = AssumeRoleProvider::builder(role, CredentialChain::new())
        .session_name("nightly")
        .duration(Duration::from_secs(3600))
        .build()?;
    let client = Client::builder().credential(provider).build()?;
    // ANCHOR_END: role
    drop(client);
    Ok(())
}

#[test]
fn a_client_uses_the_role_of_its_pod() -> Result<(), Box<dyn Error>> {
    // ANCHOR: pod
    let pod = WebIdentityProvider::from_environment(EnvironmentVariables::of_process());
    let client = Client::builder().credential(pod).build()?;
    // ANCHOR_END: pod
    drop(client);
    Ok(())
}

#[test]
fn a_client_uses_one_profile() -> Result<(), Box<dyn Error>> {
    // ANCHOR: profile
    let chain = CredentialChain::with_profile(EnvironmentVariables::of_process(), "contracts");
    let client = Client::builder().credential(chain).build()?;
    // ANCHOR_END: profile
    drop(client);
    Ok(())
}

// ANCHOR: provider
/// Reads the key from a secret store of your own.
#[derive(Debug)]
struct SecretStore;

impl ProvideCredential for SecretStore {
    fn credential(
        &self,
    ) -> tencent_ess::runtime::BoxFuture<'_, Result<Credential, CredentialError>> {
        Box::pin(async {
            let (id, key) = read_secret("contracts")
                .await
                .map_err(CredentialError::provider)?;
            Ok(Credential::new(id, key).with_source("the secret store"))
        })
    }
}
// ANCHOR_END: provider

async fn read_secret(name: &str) -> Result<(String, String), std::io::Error> {
    if name.is_empty() {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    let secret = (tencent_ess::mock::SECRET_ID, tencent_ess::mock::SECRET_KEY);
    Ok((secret.0.to_owned(), secret.1.to_owned()))
}

#[tokio::test]
async fn a_client_signs_with_the_key_of_a_secret_store() {
    let mock = tencent_ess::mock::MockServer::start(tencent_ess::actions()).unwrap();
    let builder = Client::builder()
        .endpoint(mock.url())
        .credential(SecretStore);
    let client = builder.build().unwrap();
    let request = tencent_ess::model::DescribeFlowBriefsRequest::new([crate::FLOW]);
    let response = client
        .describe_flow_briefs(request.operator(crate::operator()))
        .await;
    assert!(!response.unwrap().flow_briefs.is_empty());
}
