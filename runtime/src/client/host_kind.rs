//! The hosts of a service that follow a rule.

use super::build_error::BuildError;
use crate::Service;

/// The domain of the hosts of most services: `<service>.tencentcloudapi.com`.
const DOMAIN: &str = ".tencentcloudapi.com";

/// The kind of host that requests are sent to. Upstream documents these hosts for all services under
/// `tencentcloudapi.com`; a service can lack some of them.
///
/// ```
/// # use tencent_runtime::Service;
/// use tencent_runtime::Region;
/// use tencent_runtime::client::{ClientBuilder, HostKind, Transport};
///
/// # static SERVICE: Service = Service::new("demo", "2020-01-01", "demo.tencentcloudapi.com");
/// let builder = ClientBuilder::<Transport>::new(&SERVICE)
///     .region(Region::GUANGZHOU)
///     .host(HostKind::Regional);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostKind {
    /// `<service>.tencentcloudapi.com`: the servers of the nearest region answer, whatever the region of the
    /// request is. Not for regions of the financial cloud.
    Nearest,
    /// `<service>.<region>.tencentcloudapi.com`: the servers of the client's region answer. Upstream recommends
    /// it if latency matters.
    Regional,
    /// `<service>.internal.tencentcloudapi.com`: only for programs in Tencent Cloud's own network.
    Internal,
    /// `<service>.intl.tencentcloudapi.com`: for accounts of the international site.
    International,
}

/// Returns the host of a service. By default, it is the nearest one, and that of the region for a region of the
/// financial cloud.
pub(super) fn host(
    service: &Service,
    kind: Option<HostKind>,
    region: Option<&str>,
) -> Result<String, BuildError> {
    let region = region.filter(|region| !region.is_empty());
    let label = rule_label(service);
    let kind = match (kind, label) {
        (None, Some(_)) if region.is_some_and(is_financial) => HostKind::Regional,
        (None, _) => return Ok(service.host.to_owned()),
        (Some(kind), _) => kind,
    };
    let label = label.ok_or(invalid(
        "the hosts of this service follow no rule; use `endpoint`",
    ))?;
    match (kind, region) {
        (HostKind::Nearest, _) => Ok(service.host.to_owned()),
        (HostKind::Regional, None) => Err(invalid(
            "the host of a region needs a region; set `region` or TENCENTCLOUD_REGION",
        )),
        (HostKind::Regional, Some(region)) if !is_label(region) => {
            Err(invalid("the region cannot be a part of a host"))
        }
        (HostKind::Regional, Some(region)) => Ok(format!("{label}.{region}{DOMAIN}")),
        (HostKind::Internal, _) => Ok(format!("{label}.internal{DOMAIN}")),
        (HostKind::International, _) => Ok(format!("{label}.intl{DOMAIN}")),
    }
}

/// Whether a region belongs to the financial cloud, which is isolated from the others: its servers have other
/// hosts.
fn is_financial(region: &str) -> bool {
    region.ends_with("-fsi")
}

/// Returns the first label of the host, if the service has only hosts that follow the rule.
fn rule_label(service: &Service) -> Option<&'static str> {
    let label = service.host.strip_suffix(DOMAIN)?;
    (service.environments.is_empty() && is_label(label)).then_some(label)
}

fn is_label(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_letter)
}

fn invalid(reason: &'static str) -> BuildError {
    BuildError::Setting {
        setting: "host",
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EnvironmentInfo;

    const SERVICE: Service = Service::new("demo", "2020-01-01", "demo.tencentcloudapi.com");

    #[test]
    fn hosts_follow_the_rule_of_upstream() {
        for (kind, region, expected) in [
            (None, None, "demo"),
            (None, Some("ap-tokyo"), "demo"),
            (None, Some("ap-shanghai-fsi"), "demo.ap-shanghai-fsi"),
            (Some(HostKind::Nearest), Some("ap-shanghai-fsi"), "demo"),
            (Some(HostKind::Regional), Some("ap-tokyo"), "demo.ap-tokyo"),
            (Some(HostKind::Internal), None, "demo.internal"),
            (Some(HostKind::International), Some(""), "demo.intl"),
        ] {
            let host = host(&SERVICE, kind, region).unwrap();
            assert_eq!(host, format!("{expected}.tencentcloudapi.com"));
        }
    }

    #[test]
    fn a_regional_host_needs_the_name_of_a_region() {
        for region in [None, Some(""), Some("a.b"), Some("a/b"), Some("a@b")] {
            let error = host(&SERVICE, Some(HostKind::Regional), region);
            assert!(error.is_err(), "{region:?}");
        }
    }

    #[test]
    fn a_service_with_other_hosts_has_only_these() {
        const ENVIRONMENTS: &[EnvironmentInfo] = &[EnvironmentInfo::new(
            "production",
            "demo.tencentcloudapi.com",
        )];
        for service in [
            SERVICE.environments(ENVIRONMENTS),
            Service::new("demo", "2020-01-01", "demo.example.com"),
            Service::new("demo", "2020-01-01", "a.demo.tencentcloudapi.com"),
        ] {
            assert!(host(&service, Some(HostKind::Internal), None).is_err());
            let default = host(&service, None, Some("ap-shanghai-fsi")).unwrap();
            assert_eq!(default, service.host);
        }
    }
}
