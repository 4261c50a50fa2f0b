//! The first fields of a packet, without the rest: a list of packets is not to read all of each.

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::{NextMeeting, PeriodOf};

/// What time a packet is about, and the meeting that it names. Reads from its beginning no further than that: a packet
/// says first what it is about (the order of [`super::Packet`]), and one of which something was removed for good says
/// only that. `None` for what is no packet.
pub(in crate::review) fn head(json: &[u8]) -> Option<(PeriodOf, Option<NextMeeting>)> {
    let mut head = Head::default();
    // The reader calls it an error that the rest was left.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(&mut head);
    head.period.map(|period| (period, head.meeting))
}

#[derive(Default)]
struct Head {
    period: Option<PeriodOf>,
    meeting: Option<NextMeeting>,
}

impl<'de> Visitor<'de> for &mut Head {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a packet")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<&str>()? {
            match name {
                "period" => self.period = Some(map.next_value()?),
                "next_meeting" => {
                    self.meeting = map.next_value()?;
                    return Ok(());
                }
                // It stands right after the period, or there is none.
                _ if self.period.is_some() => return Ok(()),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::head;

    const PERIOD: &str =
        r#"{"from":1,"until":2,"from_day":"2026-03-02","until_day":"2026-03-08","since_meeting":true}"#;

    #[test]
    fn it_is_read_up_to_the_meeting_and_no_further() {
        let with = format!(
            r#"{{"type":"review","made":{{"zone":"x"}},"period":{PERIOD},"next_meeting":{{"day":"2026-03-10","time":"10:30"}},"#
        );
        let (period, meeting) = head(with.as_bytes()).unwrap();
        assert_eq!((period.from_day.to_string(), period.until), ("2026-03-02".into(), 2));
        assert_eq!(meeting.unwrap().day.to_string(), "2026-03-10");
        let without =
            format!(r#"{{"type":"review","period":{PERIOD},"last_proposal":0,"next_meeting": no longer JSON"#);
        assert_eq!(head(without.as_bytes()).unwrap().1, None);
        let removed = format!(r#"{{"removed":1,"period":{PERIOD},"next_meeting":null}}"#);
        assert_eq!(head(removed.as_bytes()).unwrap(), (period, None));
    }

    #[test]
    fn what_is_no_packet_has_none() {
        for json in ["", "{}", "[]", "{\"period\":", "{\"period\":7}", "{\"type\":\"review\"}", "nothing"] {
            assert_eq!(head(json.as_bytes()), None, "{json}");
        }
    }
}
