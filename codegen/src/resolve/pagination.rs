//! Finds out how an action returns a list page by page: from the overlay, or from the members of its
//! request and its response.

use super::context::{Context, Fields};
use super::location::{Located, Location};
use super::member_path::Paths;
use super::refusal::Refusal;
use crate::description::{self, ActionOverlay, Member, PageNumbering, PaginationOverlay};
use crate::diagnostics::Problem;
use crate::model::{Field, PageStep, Pagination, PathStep, Type};

/// Names of members with the number of all items.
const TOTALS: [&str; 5] = ["TotalCount", "Total", "TotalNumber", "TotalNum", "TotalCnt"];

/// Names of members with the maximum number of items of a page.
const LIMITS: [&str; 5] = ["PageSize", "Limit", "PerPage", "Size", "Rp"];

/// Names of members with the maximum number of items of a page, beside an offset.
const LENGTHS: [&str; 3] = ["Limit", "Length", "MaxResults"];

/// Names of members with the token of a page, in the request and in the response.
const TOKENS: [(&str, &str); 5] = [
    ("NextToken", "NextToken"),
    ("PageToken", "PageToken"),
    ("PageToken", "NextPageToken"),
    ("PaginationToken", "PaginationToken"),
    ("ScrollToken", "ScrollToken"),
];

/// The same for tokens that the service may return again, also with the last page.
const CURSORS: [(&str, &str); 6] = [
    ("Context", "Context"),
    ("Cursor", "NextCursor"),
    ("Cursor", "Cursor"),
    ("NextCursor", "NextCursor"),
    ("Marker", "Marker"),
    ("ScrollId", "ScrollId"),
];

/// Resolves the pagination of an action. `None` if it has none.
pub(super) fn resolve(
    context: &Context<'_>,
    fields: &Fields,
    action: &description::Action,
    located: Option<&Located<'_, ActionOverlay>>,
    problems: &mut Vec<Problem>,
) -> Option<Pagination> {
    let input = context.type_name(&action.input);
    let output = context.type_name(&action.output);
    let derived = ListedPage::find(fields, fields.get(&output)?).and_then(|page| {
        let derivation = Derivation {
            facts: &context.facts.objects.get(&action.input)?.members,
            request: fields.get(&input)?,
            page,
        };
        derivation.derive()
    });
    let Some(located) = located else {
        return derived;
    };
    let (written, refusal) = (&located.value.pagination, &located.value.not_paginated);
    if refusal.is_some() {
        let refusal = Refusal {
            action: &located.at,
            key: "not_paginated",
            opposite: "pagination",
            otherwise: "the action has no paginator",
        };
        refusal.check(written.is_some(), derived.is_some(), problems);
        return None;
    }
    let Some(written) = written else {
        return derived;
    };
    let paths = |object| Paths {
        context,
        fields,
        object,
    };
    let overlay = PageMembers {
        request: paths(input),
        response: paths(output),
        at: located.at.to("pagination"),
    };
    overlay.resolve(written, problems)
}

/// A request and a response from which a pagination is derived.
struct Derivation<'a> {
    /// The members of the request in the facts.
    facts: &'a [Member],
    request: &'a [Field],
    page: ListedPage<'a>,
}

impl Derivation<'_> {
    fn derive(&self) -> Option<Pagination> {
        self.by_offset()
            .or_else(|| self.by_page_number())
            .or_else(|| self.by_token())
    }

    /// By offset: the request has `Offset` and a limit, and the response has exactly one list and one total.
    fn by_offset(&self) -> Option<Pagination> {
        let offset = self.number("Offset")?;
        let limit = LENGTHS.iter().find_map(|name| self.number(name))?;
        let step = match self.numbering(offset) {
            None => PageStep::Offset,
            Some(numbering) => PageStep::Page(first_page(numbering)),
        };
        let total = self.page.total()?;
        self.page.paginate(step, offset, Some(limit), Some(total))
    }

    /// By page number: the request has one and a limit.
    fn by_page_number(&self) -> Option<Pagination> {
        let is_offset = |field: &&Field| field.wire == "Offset";
        if self.request.iter().any(|field| is_offset(&field)) {
            return None;
        }
        let numbers = self.request.iter().filter(|field| is_number(field));
        let number = only(numbers.filter(|field| self.numbering(field).is_some()))?;
        let step = PageStep::Page(first_page(self.numbering(number)?));
        let limit = only(LIMITS.iter().filter_map(|name| self.number(name)))?;
        self.page
            .paginate(step, number, Some(limit), self.page.total())
    }

    /// By token: the request has one, and the response has the next one.
    fn by_token(&self) -> Option<Pagination> {
        let token = |names: &[(&str, &str)]| {
            names.iter().find_map(|(sent, received)| {
                let sent = find(self.request, sent).filter(|field| is_text(field))?;
                let received = find(self.page.members, received).filter(|field| is_text(field))?;
                Some((sent, self.page.path_to(received)))
            })
        };
        let (sent, step) = match (token(&TOKENS), token(&CURSORS)) {
            (Some((sent, next)), _) => (sent, PageStep::Token(next)),
            (None, Some((sent, next))) => (sent, PageStep::Cursor(next)),
            (None, None) => return None,
        };
        let limit = self.number("Limit");
        self.page.paginate(step, sent, limit, self.page.total())
    }

    fn number(&self, name: &str) -> Option<&Field> {
        find(self.request, name).filter(|field| is_number(field))
    }

    fn numbering(&self, field: &Field) -> Option<PageNumbering> {
        let mut members = self.facts.iter();
        let member = members.find(|member| member.name == field.wire)?;
        member.numbers_pages
    }
}

fn first_page(numbering: PageNumbering) -> Option<u64> {
    match numbering {
        PageNumbering::FromZero => Some(0),
        PageNumbering::FromOne => Some(1),
        PageNumbering::Unknown => None,
    }
}

/// The object of a response that contains the only list.
struct ListedPage<'a> {
    /// The member of the response that contains it, if it is not the response itself.
    parent: Option<&'a Field>,
    members: &'a [Field],
    items: &'a Field,
}

impl<'a> ListedPage<'a> {
    /// Finds the list among the members of the response, or else among those of its only object.
    fn find(fields: &'a Fields, response: &'a [Field]) -> Option<Self> {
        let (parent, members) = match response.iter().any(|field| field.list) {
            true => (None, response),
            false => {
                let is_object = |field: &&Field| matches!(field.of, Type::Object(_));
                let parent = only(response.iter().filter(is_object))?;
                (Some(parent), fields.get(parent.of.name()?)?.as_slice())
            }
        };
        let items = only(members.iter().filter(|field| field.list))?;
        Some(Self {
            parent,
            members,
            items,
        })
    }

    fn total(&self) -> Option<&'a Field> {
        let members = self.members.iter().filter(|field| is_number(field));
        only(members.filter(|field| TOTALS.contains(&field.wire.as_str())))
    }

    fn path_to(&self, member: &Field) -> Vec<String> {
        let path = self.parent.into_iter().chain([member]);
        path.map(|field| field.wire.clone()).collect()
    }

    fn paginate(
        &self,
        step: PageStep,
        position: &Field,
        limit: Option<&Field>,
        total: Option<&Field>,
    ) -> Option<Pagination> {
        let items = self.parent.into_iter().chain([self.items]);
        Some(Pagination {
            step,
            position: (position.wire.clone(), position.rust.clone()),
            limit: limit.map(|limit| limit.wire.clone()),
            item: self.items.of.clone(),
            items: items.map(path_step).collect(),
            total: total.map(|total| self.path_to(total)),
        })
    }
}

/// The members that an overlay names.
struct PageMembers<'a> {
    request: Paths<'a>,
    response: Paths<'a>,
    at: Location<'a>,
}

impl<'a> PageMembers<'a> {
    fn resolve(
        &self,
        written: &PaginationOverlay,
        problems: &mut Vec<Problem>,
    ) -> Option<Pagination> {
        let PaginationOverlay {
            offset,
            page,
            first_page,
            token,
            next_token,
            limit,
            items,
            total,
        } = written;
        self.report_lone(written, problems);
        let list = self.response.follow(items, &self.at.to("items"), problems);
        let list = list.filter(|list| {
            let is_list = list.last().is_some_and(|field| field.list);
            if !is_list {
                let problem = self
                    .at
                    .to("items")
                    .problem(format!("`{items}` is not a list"));
                problems.push(problem.help("name the list of the response"));
            }
            is_list
        });
        let total = total.as_ref().map(|total| {
            let path = self.response.follow(total, &self.at.to("total"), problems);
            self.typed(path, "total", is_number, "a number", problems)
        });
        let limit = limit.as_ref().map(|limit| {
            let path = self.request.follow(limit, &self.at.to("limit"), problems);
            self.typed(path, "limit", is_number, "a number", problems)
        });
        let (step, key, position) = match (offset, page, token) {
            (Some(offset), None, None) => (PageStep::Offset, "offset", offset),
            (None, Some(page), None) => (PageStep::Page(Some((*first_page)?)), "page", page),
            (None, None, Some(token)) => {
                let next = next_token.as_ref()?;
                let at = self.at.to("next_token");
                let path = self.response.follow(next, &at, problems);
                let path = self.typed(path, "next_token", is_text, "a text", problems)?;
                (PageStep::Token(wire_names(&path)), "token", token)
            }
            _ => {
                let message = "exactly one of `offset`, `page` and `token` selects a page";
                problems.push(self.at.problem(message));
                return None;
            }
        };
        let path = self.request.follow(position, &self.at.to(key), problems);
        let position = match step {
            PageStep::Token(_) | PageStep::Cursor(_) => {
                self.typed(path, key, is_text, "a text", problems)
            }
            _ => self.typed(path, key, is_number, "a number", problems),
        };
        let position = position.and_then(|path| self.direct(&path, key, problems))?;
        let limit = match limit {
            Some(path) => Some(self.direct(&path?, "limit", problems)?),
            None => None,
        };
        let (list, total) = (list?, total.map(|total| total.ok_or(())).transpose().ok()?);
        Some(Pagination {
            step,
            position: (position.wire.clone(), position.rust.clone()),
            limit: limit.map(|limit| limit.wire.clone()),
            item: list.last()?.of.clone(),
            items: list.into_iter().map(path_step).collect(),
            total: total.as_deref().map(wire_names),
        })
    }

    /// Reports keys that need another key.
    fn report_lone(&self, written: &PaginationOverlay, problems: &mut Vec<Problem>) {
        let pairs = [
            (
                "page",
                written.page.is_some(),
                "first_page",
                written.first_page.is_some(),
            ),
            (
                "token",
                written.token.is_some(),
                "next_token",
                written.next_token.is_some(),
            ),
        ];
        for (key, has_key, other, has_other) in pairs {
            let (lone, missing) = match (has_key, has_other) {
                (true, false) => (key, other),
                (false, true) => (other, key),
                _ => continue,
            };
            let problem = self
                .at
                .to(lone)
                .problem(format!("`{lone}` needs `{missing}`"));
            problems.push(problem.help(format!("add `{missing}`")));
        }
    }

    /// Returns a path whose last member has the right type, or reports it.
    fn typed(
        &self,
        path: Option<Vec<&'a Field>>,
        key: &str,
        is_right: fn(&Field) -> bool,
        kind: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<&'a Field>> {
        let path = path?;
        let last = *path.last()?;
        if !is_right(last) {
            let message = format!("`{}` is not {kind}", last.wire);
            problems.push(self.at.to(key).problem(message));
            return None;
        }
        Some(path)
    }

    /// Returns the member of a path in the request, which must be a member of the request itself.
    fn direct(
        &self,
        path: &[&'a Field],
        key: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<&'a Field> {
        match path {
            [only] => Some(only),
            _ => {
                let message = "only a member of the request itself can select a page";
                problems.push(self.at.to(key).problem(message));
                None
            }
        }
    }
}

fn find<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields.iter().find(|field| field.wire == name)
}

/// The only item of an iterator.
pub(super) fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

fn is_number(field: &Field) -> bool {
    !field.list && matches!(field.of, Type::Integer | Type::Unsigned)
}

fn is_text(field: &Field) -> bool {
    !field.list && field.of == Type::Text
}

fn path_step(field: &Field) -> PathStep {
    PathStep {
        wire: field.wire.clone(),
        field: field.rust.clone(),
        always_present: field.always_present,
    }
}

fn wire_names(path: &[&Field]) -> Vec<String> {
    path.iter().map(|field| field.wire.clone()).collect()
}
