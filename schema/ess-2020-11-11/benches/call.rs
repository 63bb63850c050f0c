//! Measures a call before it is sent: build, validate, serialize and sign a request with few and with many
//! flow ids. The floor is the work that no client can avoid: serde_json of the same value, SHA-256 of the
//! body and of the canonical request, and one HMAC. Values are dropped outside of the measurement, because
//! their strings belong to the caller.

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tencent_ess::model::{
    ApproverSignType, ApproverType, CreateBatchQuickSignUrlRequest, FlowCreateApprover,
    SignatureType, UserInfo,
};
use tencent_runtime::client::blocking::Transport;
use tencent_runtime::client::credential::Credential;
use tencent_runtime::client::{CallOptions, ClientBuilder};

const CANONICAL: &str =
    "POST\n/\n\ncontent-type:application/json\nhost:ess.tencentcloudapi.com\n\ncontent-type;host\n";

const BATCH: BatchSize = BatchSize::NumIterations(16);

fn build(ids: Vec<String>) -> CreateBatchQuickSignUrlRequest {
    let approver = FlowCreateApprover::new(ApproverType::Individual)
        .approver_name("典子谦")
        .approver_mobile("13200000000");
    CreateBatchQuickSignUrlRequest::new(approver)
        .operator(UserInfo::default().user_id("yDRbBUUgygqj9S8SUx7OMeSmxvNe2222"))
        .flow_ids(ids)
        .signature_types([SignatureType::Handwritten])
        .approver_sign_types([ApproverSignType::Face])
}

fn call(criterion: &mut Criterion) {
    let transport: Transport = ClientBuilder::<Transport>::new(&tencent_ess::SERVICE)
        .credential(Credential::new("AKIDexample", "a-secret-key"))
        .build()
        .unwrap();
    let options = CallOptions::new();
    let mut group = criterion.benchmark_group("call");
    for count in [2, 100] {
        let ids: Vec<String> = (0..count)
            .map(|n| format!("yDRSJUUgyg3y1cpzUEK6ByEnHIqr{n:04}"))
            .collect();
        let request = build(ids.clone());
        group.bench_function(BenchmarkId::new("floor", count), |bencher| {
            bencher.iter_batched(|| (), |()| floor(&request), BATCH);
        });
        group.bench_function(BenchmarkId::new("build", count), |bencher| {
            bencher.iter_batched(|| ids.clone(), build, BATCH);
        });
        group.bench_function(BenchmarkId::new("validate", count), |bencher| {
            bencher.iter(|| request.validate().unwrap());
        });
        group.bench_function(
            BenchmarkId::new("build, validate, serialise, sign", count),
            |bencher| {
                // The caller passes the ids by value.
                let whole = |ids| {
                    let request = build(ids);
                    request.validate().unwrap();
                    let prepared = transport.prepare(&request, &options).unwrap();
                    (request, prepared)
                };
                bencher.iter_batched(|| ids.clone(), whole, BATCH);
            },
        );
    }
    group.finish();
}

fn floor(request: &CreateBatchQuickSignUrlRequest) -> Vec<u8> {
    let body = serde_json::to_vec(request).unwrap();
    black_box(Sha256::digest(&body));
    black_box(Sha256::digest([CANONICAL, &"0".repeat(64)].concat()));
    let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
    mac.update(&[b'0'; 140]);
    black_box(mac.finalize().into_bytes());
    body
}

criterion_group!(benches, call);
criterion_main!(benches);
