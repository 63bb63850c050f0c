//! Tests how lists are read page by page, with both clients and services that behave in many ways.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tencent_runtime::ErrorCode;
use tencent_runtime::client::error::ApiError;
use tencent_runtime::client::{CallOptions, Error, Paginate, Paginator, StubbedBy, blocking};
use tests::things::{
    ByCursor, ByOffset, ByPage, ByPageFromRequest, ByToken, Selection, Things, page,
};

fn limit(limit: i64) -> Selection {
    Selection {
        limit: Some(limit),
        ..Selection::default()
    }
}

fn numbers(items: Vec<Value>) -> Vec<u64> {
    items.iter().map(|item| item.as_u64().unwrap()).collect()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

/// Reads the items before the end or the first error, with each client. `service` creates a new service.
fn each<A>(
    service: impl Fn() -> Arc<Things>,
    request: A,
    check: impl Fn(&[u64], Option<Error>, &[Selection]),
) where
    A: Paginate<Item = Value> + StubbedBy<Things> + blocking::StubbedBy<Things>,
{
    let options = CallOptions::new();
    let things = service();
    let mut items = Paginator::new(&things.backend(), &options, request.clone()).items();
    let (found, error) = run(async {
        let (mut found, mut error) = (Vec::new(), None);
        while let Some(item) = items.next().await {
            match item {
                Ok(item) => found.push(item),
                Err(last) => error = Some(last),
            }
        }
        (found, error)
    });
    check(&numbers(found), error, &things.seen());

    let things = service();
    let (mut found, mut error) = (Vec::new(), None);
    for item in blocking::Paginator::new(&things.blocking(), &options, request).items() {
        match item {
            Ok(item) => found.push(item),
            Err(last) => error = Some(last),
        }
    }
    check(&numbers(found), error, &things.seen());
}

/// Asserts that each client reads these items with that number of calls.
fn reads<A>(service: impl Fn() -> Arc<Things>, request: A, items: u64, calls: usize)
where
    A: Paginate<Item = Value> + StubbedBy<Things> + blocking::StubbedBy<Things>,
{
    each(service, request, |found, error, seen| {
        assert!(error.is_none(), "{error:?}");
        assert_eq!(found, (0..items).collect::<Vec<_>>());
        assert_eq!(seen.len(), calls, "{seen:?}");
    });
}

#[test]
fn a_short_page_that_reaches_the_total_is_the_last() {
    reads(|| Things::counted(25, 100), ByOffset(limit(10)), 25, 3);
    reads(|| Things::counted(3, 100), ByOffset(limit(10)), 3, 1);
    reads(|| Things::counted(25, 100), ByPage(limit(10)), 25, 3);
}

#[test]
fn a_full_page_is_followed_by_a_request_for_the_next_one() {
    reads(|| Things::counted(20, 100), ByOffset(limit(10)), 20, 3);
    reads(|| Things::counted(20, 100), ByPage(limit(10)), 20, 3);
}

#[test]
fn without_a_limit_an_empty_page_confirms_the_end() {
    reads(|| Things::counted(3, 20), ByOffset::default(), 3, 2);
    // The second page is shorter than the first, so it needs no confirmation.
    reads(|| Things::counted(25, 20), ByOffset::default(), 25, 2);
}

#[test]
fn the_offset_advances_by_the_items_that_were_received() {
    // The service reduces the limit to its maximum.
    each(
        || Things::counted(25, 10),
        ByOffset(limit(1_000)),
        |found, error, seen| {
            assert!(error.is_none(), "{error:?}");
            assert_eq!(found.len(), 25);
            let offsets: Vec<_> = seen.iter().map(|seen| seen.offset).collect();
            assert_eq!(offsets, [None, Some(10), Some(20)]);
            assert!(seen.iter().all(|seen| seen.limit == Some(1_000)));
        },
    );
}

#[test]
fn reading_begins_at_the_offset_of_the_request() {
    let request = ByOffset(Selection {
        offset: Some(20),
        ..limit(10)
    });
    each(
        || Things::counted(25, 10),
        request,
        |found, error, seen| {
            assert!(error.is_none());
            assert_eq!(found, [20, 21, 22, 23, 24]);
            assert_eq!(seen.len(), 1);
        },
    );
    let request = ByPage(Selection {
        page: Some(3),
        ..limit(10)
    });
    each(
        || Things::counted(25, 10),
        request,
        |found, error, seen| {
            assert!(error.is_none());
            assert_eq!(found, [20, 21, 22, 23, 24]);
            assert_eq!(seen.len(), 1);
        },
    );
}

#[test]
fn a_list_that_is_empty_or_null_ends_at_once() {
    for list in [json!([]), json!(null)] {
        let service = || {
            let list = list.clone();
            Things::new(move |_, _| Ok(json!({ "Things": list, "Total": 7 })))
        };
        reads(service, ByOffset(limit(10)), 0, 1);
        reads(service, ByPage(limit(10)), 0, 1);
        reads(service, ByToken(limit(10)), 0, 1);
    }
}

#[test]
fn the_first_response_is_a_page_even_if_it_is_empty() {
    let things = Things::counted(0, 10);
    let options = CallOptions::new();
    let pages = blocking::Paginator::new(&things.blocking(), &options, ByOffset(limit(10))).pages();
    let pages: Vec<Value> = pages.map(Result::unwrap).collect();
    assert_eq!(
        pages,
        [json!({ "Things": [], "Total": 0, "RequestId": "req-1" })]
    );

    let things = Things::counted(20, 10);
    let mut pages = Paginator::new(&things.backend(), &options, ByOffset(limit(10))).pages();
    let count = run(async {
        let mut count = 0;
        while let Some(page) = pages.next().await {
            assert!(!page.unwrap()["Things"].as_array().unwrap().is_empty());
            count += 1;
        }
        count
    });
    assert_eq!(
        (count, things.seen().len()),
        (2, 3),
        "the empty page is not shown"
    );
}

#[test]
fn a_total_that_is_too_small_loses_no_items() {
    for total in [0, 5, 10, 20, 24] {
        let service = move || {
            Things::new(move |selection, _| {
                let mut page = page(selection, 25, 10);
                page["Total"] = total.into();
                Ok(page)
            })
        };
        reads(service, ByOffset(limit(10)), 25, 3);
    }
    // The total counts the items of the page.
    let service = || {
        Things::new(|selection, _| {
            let mut page = page(selection, 25, 10);
            page["Total"] = page["Things"].as_array().unwrap().len().into();
            Ok(page)
        })
    };
    reads(service, ByOffset(limit(10)), 25, 3);
}

#[test]
fn a_total_that_is_too_large_or_missing_ends_with_an_empty_page() {
    for total in [json!(1_000_000), json!(null), json!("many")] {
        let service = || {
            let total = total.clone();
            Things::new(move |selection, _| {
                let mut page = page(selection, 25, 10);
                page["Total"] = total.clone();
                Ok(page)
            })
        };
        reads(service, ByOffset(limit(10)), 25, 4);
    }
}

#[test]
fn a_list_that_grows_while_it_is_read_is_read_to_its_end() {
    let service =
        || Things::new(|selection, before| Ok(page(selection, 15 + 5 * before as u64, 10)));
    // 15, 20 and 25 things exist when the pages are read.
    reads(service, ByOffset(limit(10)), 25, 3);
}

#[test]
fn a_service_that_always_returns_its_whole_list_is_read_once() {
    let service =
        || Things::new(|_, _| Ok(json!({ "Things": (0..10).collect::<Vec<_>>(), "Total": 10 })));
    reads(service, ByOffset(limit(10)), 10, 2);
    reads(service, ByOffset::default(), 10, 2);
    reads(service, ByPage(limit(10)), 10, 2);
}

#[test]
fn a_service_that_ignores_the_position_is_an_error() {
    let service =
        || Things::new(|_, _| Ok(json!({ "Things": (0..10).collect::<Vec<_>>(), "Total": 25 })));
    let check = |found: &[u64], error: Option<Error>, seen: &[Selection]| {
        assert_eq!((found.len(), seen.len()), (10, 2), "each item comes once");
        let error = error.unwrap();
        assert!(matches!(error, Error::EndlessPages { .. }), "{error:?}");
        assert!(error.to_string().contains("the same page again"), "{error}");
        assert!(!error.is_retryable());
    };
    each(service, ByOffset(limit(10)), check);
    each(service, ByPage(limit(10)), check);
}

#[test]
fn pages_that_never_end_are_an_error() {
    // Each page differs, so only their number shows that the service ignores the offset.
    let service = || Things::new(|_, before| Ok(json!({ "Things": [before], "Total": 3 })));
    each(service, ByOffset(limit(1)), |found, error, seen| {
        assert_eq!((found.len(), seen.len()), (1_003, 1_004));
        let error = error.unwrap().to_string();
        assert!(error.contains("more items than its total"), "{error}");
    });
}

fn tokens(last: usize) -> Arc<Things> {
    Things::new(move |selection, before| {
        let expected = (before > 0).then(|| format!("page-{before}"));
        assert_eq!(selection.token, expected);
        let next = if before == last {
            String::new()
        } else {
            format!("page-{}", before + 1)
        };
        Ok(json!({ "Things": [before], "Next": next }))
    })
}

#[test]
fn tokens_are_followed_until_there_is_none() {
    reads(|| tokens(4), ByToken::default(), 5, 5);
}

#[test]
fn an_empty_page_with_a_token_is_not_the_end() {
    let service = || {
        Things::new(|_, before| {
            Ok(match before {
                0 => json!({ "Things": [0], "Next": "a" }),
                1 => json!({ "Things": [], "Next": "b" }),
                2 => json!({ "Next": "c" }),
                _ => json!({ "Things": [1] }),
            })
        })
    };
    reads(service, ByToken::default(), 2, 4);
}

#[test]
fn a_repeated_token_and_endless_empty_pages_are_errors() {
    let service = || {
        Things::new(|_, before| Ok(json!({ "Things": [before], "Next": (before % 2).to_string() })))
    };
    each(service, ByToken::default(), |found, error, seen| {
        assert_eq!((found.len(), seen.len()), (2, 3));
        assert!(error.unwrap().to_string().contains("the same token again"));
    });
    let request = ByToken(Selection {
        token: Some("0".to_owned()),
        ..Selection::default()
    });
    let service = || Things::new(|_, _| Ok(json!({ "Things": [0], "Next": "0" })));
    each(service, request, |found, error, seen| {
        assert_eq!((found.len(), seen.len()), (0, 1));
        assert!(error.is_some());
    });
    let service = || Things::new(|_, before| Ok(json!({ "Next": before.to_string() })));
    each(service, ByToken::default(), |_, error, seen| {
        assert_eq!(seen.len(), 1_001);
        assert!(error.unwrap().to_string().contains("many empty pages"));
    });
}

#[test]
fn a_cursor_can_stay_the_same_until_an_empty_page_or_until_it_is_missing() {
    // It stays the same, also with the empty page at the end.
    let service = || {
        Things::new(|selection, before| {
            assert_eq!(selection.token.as_deref(), (before > 0).then_some("scroll"));
            let things: &[usize] = if before < 3 { &[before] } else { &[] };
            Ok(json!({ "Things": things, "Next": "scroll" }))
        })
    };
    reads(service, ByCursor::default(), 3, 4);
    // It changes with every page, also at the end.
    let service = || {
        Things::new(|_, before| {
            let things: &[usize] = if before < 3 { &[before] } else { &[] };
            Ok(json!({ "Things": things, "Next": before.to_string() }))
        })
    };
    reads(service, ByCursor::default(), 3, 4);
    reads(|| tokens(4), ByCursor::default(), 5, 5);
    let service = || Things::new(|_, _| Ok(json!({ "Things": [0], "Next": "a" })));
    each(service, ByCursor::default(), |found, error, seen| {
        assert_eq!((found.len(), seen.len()), (1, 2));
        assert!(error.unwrap().to_string().contains("the same page again"));
    });
}

#[test]
fn a_list_without_a_documented_first_page_begins_at_the_page_of_the_request() {
    let request = ByPageFromRequest(limit(10));
    each(
        || Things::counted(25, 100),
        request,
        |found, error, seen| {
            assert_eq!((found.len(), seen.len()), (0, 0));
            let error = error.unwrap();
            assert!(error.to_string().contains("`Page`"), "{error}");
            assert!(!error.is_retryable() && !error.is_outcome_unknown());
        },
    );
    let request = ByPageFromRequest(Selection {
        page: Some(1),
        ..limit(10)
    });
    reads(|| Things::counted(25, 100), request, 25, 3);
}

#[test]
fn an_error_ends_a_list() {
    let service = || {
        Things::new(|selection, before| match before {
            1 => {
                let request = ByOffset(selection.clone());
                Err(ApiError::new(&request, ErrorCode::INTERNAL_ERROR, "…").into())
            }
            _ => Ok(page(selection, 100, 10)),
        })
    };
    each(service, ByOffset(limit(10)), |found, error, seen| {
        assert_eq!((found.len(), seen.len()), (10, 2));
        assert!(matches!(error, Some(Error::Api(_))), "{error:?}");
    });
}

#[test]
fn each_page_has_the_options_of_the_client() {
    let options = CallOptions::new()
        .region("ap-guangzhou")
        .timeout(Duration::from_secs(7));
    let things = Things::counted(25, 10);
    let items = Paginator::new(&things.backend(), &options, ByOffset(limit(10))).items();
    assert_eq!(run(items.try_collect()).unwrap().len(), 25);
    assert_eq!(
        things.options(),
        [options.clone(), options.clone(), options.clone()]
    );
    let things = Things::counted(25, 10);
    let items = blocking::Paginator::new(&things.blocking(), &options, ByOffset(limit(10))).items();
    assert_eq!(items.collect::<Result<Vec<_>, _>>().unwrap().len(), 25);
    assert_eq!(
        things.options(),
        [options.clone(), options.clone(), options.clone()]
    );
}

#[test]
fn a_time_limit_of_the_list_ends_it() {
    let things = Things::counted(100, 10);
    let options = CallOptions::new();
    let paginator = Paginator::new(&things.backend(), &options, ByOffset(limit(10)));
    let mut pages = paginator.timeout(Duration::from_secs(10)).pages();
    run(async {
        pages.next().await.unwrap().unwrap();
        tokio::time::sleep(Duration::from_secs(4)).await;
        pages.next().await.unwrap().unwrap();
        tokio::time::sleep(Duration::from_secs(6)).await;
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(
            matches!(error, Error::NotSent(_)) && error.is_timeout(),
            "{error:?}"
        );
        assert!(pages.next().await.is_none());
    });
    let expected = |seconds| {
        let left = Duration::from_secs(seconds);
        CallOptions::new().timeout(left).queue_timeout(left)
    };
    assert_eq!(things.options(), [expected(10), expected(6)]);
}

#[test]
fn nothing_is_sent_before_the_first_item_is_read() {
    let things = Things::counted(100, 10);
    let options = CallOptions::new();
    let mut items = Paginator::new(&things.backend(), &options, ByOffset(limit(10))).items();
    assert!(things.seen().is_empty());
    run(items.next()).unwrap().unwrap();
    assert_eq!(things.seen().len(), 1);
    let mut items =
        blocking::Paginator::new(&things.blocking(), &options, ByOffset(limit(10))).items();
    assert_eq!(things.seen().len(), 1);
    items.next().unwrap().unwrap();
    assert_eq!(things.seen().len(), 2);
}
