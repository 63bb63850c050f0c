//! Splits the bytes of a response into events.

use bytes::Bytes;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// An event as the server sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerEvent {
    /// The value of the field `event`, if it is not empty.
    pub(crate) event_type: Option<String>,
    /// The values of the fields `data`, joined by line feeds.
    pub(crate) data: Vec<u8>,
    /// The last value of the field `id` so far.
    pub(crate) id: Option<String>,
    /// Whether the response ended without the empty line after the event.
    pub(crate) is_cut: bool,
}

/// An event is larger than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// The state between two pieces of a response.
#[derive(Debug)]
pub(super) struct Parser {
    /// The maximum size of an event, in bytes.
    limit: usize,
    /// The start of the present line.
    line: Vec<u8>,
    /// Whether no line has ended yet.
    is_first_line: bool,
    /// Whether the last byte was a carriage return. A line feed after it belongs to the same line end.
    after_return: bool,
    event_type: Option<String>,
    /// `None` before the first field `data` of the event.
    data: Option<Vec<u8>>,
    id: Option<String>,
}

impl Parser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            is_first_line: true,
            after_return: false,
            event_type: None,
            data: None,
            id: None,
        }
    }

    /// Reads bytes up to the end of the next event, and removes them from the piece. Returns `None` if the
    /// piece ends before that.
    pub(super) fn read(&mut self, piece: &mut Bytes) -> Result<Option<ServerEvent>, TooLarge> {
        while !piece.is_empty() {
            if std::mem::take(&mut self.after_return) && piece.starts_with(b"\n") {
                let _ = piece.split_to(1);
                continue;
            }
            let mut bytes = piece.iter();
            let Some(end) = bytes.position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.extend_line(piece)?;
                piece.clear();
                break;
            };
            self.extend_line(&piece[..end])?;
            self.after_return = piece[end] == b'\r';
            let _ = piece.split_to(end + 1);
            if let Some(event) = self.end_line() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Returns the event that the end of the response cuts, if any.
    pub(super) fn finish(&mut self) -> Option<ServerEvent> {
        if !self.line.is_empty() {
            self.end_line();
        }
        let event = self.end_event()?;
        Some(ServerEvent {
            is_cut: true,
            ..event
        })
    }

    fn extend_line(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        let data = self.data.as_ref().map_or(0, Vec::len);
        if data + self.line.len() + bytes.len() > self.limit {
            return Err(TooLarge);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    /// Interprets the present line. An empty line ends the event.
    fn end_line(&mut self) -> Option<ServerEvent> {
        let line = std::mem::take(&mut self.line);
        let mut text = line.as_slice();
        if std::mem::take(&mut self.is_first_line) {
            text = text.strip_prefix(BOM).unwrap_or(text);
        }
        if text.is_empty() {
            return self.end_event();
        }
        let colon = text.iter().position(|byte| *byte == b':');
        let (name, value) = match colon {
            Some(colon) => (&text[..colon], &text[colon + 1..]),
            None => (text, &[][..]),
        };
        self.field(name, value.strip_prefix(b" ").unwrap_or(value));
        None
    }

    /// Stores a field. A comment has no name.
    fn field(&mut self, name: &[u8], value: &[u8]) {
        match name {
            b"data" => match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            },
            b"event" => self.event_type = text(value),
            b"id" if !value.contains(&0) => self.id = text(value),
            _ => {}
        }
    }

    /// Returns the event, unless it has no data.
    fn end_event(&mut self) -> Option<ServerEvent> {
        let event_type = self.event_type.take();
        Some(ServerEvent {
            event_type,
            data: self.data.take()?,
            id: self.id.clone(),
            is_cut: false,
        })
    }
}

fn text(value: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(value).into_owned();
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 1 << 10;

    /// Parses a text that arrives in these pieces.
    fn parse(pieces: &[&[u8]], limit: usize) -> Result<Vec<ServerEvent>, TooLarge> {
        let mut parser = Parser::new(limit);
        let mut events = Vec::new();
        for piece in pieces {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(event) = parser.read(&mut piece)? {
                events.push(event);
            }
            assert!(piece.is_empty());
        }
        events.extend(parser.finish());
        Ok(events)
    }

    fn all(text: &str) -> Vec<ServerEvent> {
        parse(&[text.as_bytes()], LIMIT).unwrap()
    }

    fn data(text: &str) -> Vec<String> {
        let events = all(text).into_iter();
        events
            .map(|event| String::from_utf8(event.data).unwrap())
            .collect()
    }

    #[test]
    fn an_event_ends_with_an_empty_line() {
        assert_eq!(
            data("data: 1\n\ndata: 2\r\n\r\ndata: 3\r\rdata:4\n\n"),
            ["1", "2", "3", "4"]
        );
        assert_eq!(data("\n\n\r\ndata: 1\n\n\n\n"), ["1"]);
        assert_eq!(data(""), [""; 0]);
    }

    #[test]
    fn fields_are_read_as_the_standard_describes() {
        assert_eq!(
            data("data: a\ndata:  b\ndata\ndata:c:d\n\n"),
            ["a\n b\n\nc:d"]
        );
        assert_eq!(data("data:\n\ndata\n\n"), ["", ""]);
        assert_eq!(
            data("event: x\n\n: ping\n\nretry: 5\nother: 6\ndatum: 7\n\n"),
            [""; 0]
        );
        assert_eq!(data("\u{feff}data: 1\n\n"), ["1"]);
        assert_eq!(data("data: 1\n\n\u{feff}data: 2\n\n"), ["1"]);
        assert_eq!(data("data: {\"典\": 1}\n: ping\n\n"), ["{\"典\": 1}"]);
    }

    #[test]
    fn a_type_belongs_to_one_event_and_an_id_to_the_following_too() {
        let events =
            all("id: 7\nevent: start\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\nid: a\0\ndata: 4\n\n");
        let found: Vec<_> = events
            .iter()
            .map(|event| (event.event_type.as_deref(), event.id.as_deref()))
            .collect();
        let seven = Some("7");
        assert_eq!(
            found,
            [
                (Some("start"), seven),
                (None, seven),
                (None, None),
                (None, None)
            ]
        );
    }

    #[test]
    fn the_end_of_the_response_cuts_an_event() {
        for (text, is_cut) in [
            ("data: 1\n\n", false),
            ("data: 1\n", true),
            ("data: 1", true),
        ] {
            let events = all(text);
            assert_eq!(events.len(), 1, "{text:?}");
            assert_eq!(events[0].is_cut, is_cut, "{text:?}");
        }
        assert_eq!(all("data: 1\n\nevent: x\n: ping"), all("data: 1\n\n"));
    }

    #[test]
    fn every_division_of_a_text_gives_the_same_events() {
        let text = "\u{feff}: hi\r\nid: 1\r\nevent: a\r\ndata: 典\r\ndata: x\r\r\ndata:2\n\n\r\n\ndata: 3\n\nid: 9\ndata: cut";
        let bytes = text.as_bytes();
        let expected = all(text);
        assert_eq!(expected.len(), 4);
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(parse(&pieces, LIMIT).unwrap(), expected, "{first} {second}");
            }
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(parse(&single, LIMIT).unwrap(), expected);
    }

    #[test]
    fn the_size_of_an_event_is_limited_and_the_number_of_events_is_not() {
        let event = format!("data: {}\n\n", "x".repeat(20));
        let many = event.repeat(50);
        assert_eq!(parse(&[many.as_bytes()], 26).unwrap().len(), 50);
        assert_eq!(parse(&[event.as_bytes()], 25), Err(TooLarge));
        let lines = "data: 1\n".repeat(50);
        assert_eq!(parse(&[lines.as_bytes()], 60), Err(TooLarge));
        let endless: Vec<&[u8]> = std::iter::repeat_n(b"x".as_slice(), 61).collect();
        assert_eq!(parse(&endless, 60), Err(TooLarge));
    }
}
