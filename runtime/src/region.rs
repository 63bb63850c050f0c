//! Regions.

use std::borrow::Cow;
use std::fmt;

/// A region, such as `ap-guangzhou`.
///
/// The set is open: the constants are the regions that upstream names, and any other text is a region too. Not
/// every service is available in every region.
///
/// Sources of the constants, read on 2026-11-30: the regions of upstream's SDK for Go, the page "Request
/// Structure" of its API documentation, and the descriptions of tccli 3.1.189.1.
///
/// ```
/// use tencent_runtime::Region;
///
/// assert_eq!(Region::GUANGZHOU.as_str(), "ap-guangzhou");
/// let new = Region::from("ap-new");
/// assert_eq!(new.to_string(), "ap-new");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Cow<'static, str>);

impl Region {
    /// Creates a region from a static text.
    #[must_use]
    pub const fn from_static(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Region {
    fn from(name: &str) -> Self {
        Self(Cow::Owned(name.to_owned()))
    }
}

impl From<String> for Region {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0.into_owned()
    }
}

impl AsRef<str> for Region {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

macro_rules! regions {
    ($($(#[doc = $doc:literal])+ $constant:ident = $name:literal;)+) => {
        /// The regions that upstream names.
        impl Region {
            $($(#[doc = $doc])+ pub const $constant: Self = Self::from_static($name);)+
        }
    };
}

regions! {
    /// Virginia, USA.
    ASHBURN = "na-ashburn";
    /// Bangkok, Thailand.
    BANGKOK = "ap-bangkok";
    /// Beijing, China.
    BEIJING = "ap-beijing";
    /// Beijing, China, in the financial cloud.
    BEIJING_FSI = "ap-beijing-fsi";
    /// Chengdu, China.
    CHENGDU = "ap-chengdu";
    /// Chongqing, China.
    CHONGQING = "ap-chongqing";
    /// Frankfurt, Germany.
    FRANKFURT = "eu-frankfurt";
    /// Guangzhou, China.
    GUANGZHOU = "ap-guangzhou";
    /// Guangzhou Open, China.
    GUANGZHOU_OPEN = "ap-guangzhou-open";
    /// Hong Kong, China.
    HONG_KONG = "ap-hongkong";
    /// Jakarta, Indonesia.
    JAKARTA = "ap-jakarta";
    /// Moscow, Russia.
    MOSCOW = "eu-moscow";
    /// Mumbai, India.
    MUMBAI = "ap-mumbai";
    /// Nanjing, China.
    NANJING = "ap-nanjing";
    /// Qingyuan, China.
    QINGYUAN = "ap-qingyuan";
    /// São Paulo, Brazil.
    SAO_PAULO = "sa-saopaulo";
    /// Seoul, South Korea.
    SEOUL = "ap-seoul";
    /// Shanghai, China.
    SHANGHAI = "ap-shanghai";
    /// Shanghai, China, in the financial cloud.
    SHANGHAI_FSI = "ap-shanghai-fsi";
    /// Shenzhen, China, in the financial cloud.
    SHENZHEN_FSI = "ap-shenzhen-fsi";
    /// Silicon Valley, USA.
    SILICON_VALLEY = "na-siliconvalley";
    /// Singapore.
    SINGAPORE = "ap-singapore";
    /// Taipei, China.
    TAIPEI = "ap-taipei";
    /// Tokyo, Japan.
    TOKYO = "ap-tokyo";
    /// Toronto, Canada.
    TORONTO = "na-toronto";
}
