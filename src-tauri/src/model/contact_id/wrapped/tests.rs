#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::model::contact_id::{read_contact_id, read_contact_ids, IdError, Taken};

const ID: &str = "kT4wQ9zLmN2xVbR7sYpD";
const OTHER: &str = "mN2xVbR7sYpDkT4wQ9zL";
const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

fn contact(id: &str) -> String {
    format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{id}")
}

/// Percent-encoded, as a value in a query.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |done, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            done + &char::from(byte).to_string()
        } else {
            format!("{done}%{byte:02X}")
        }
    })
}

/// As Proofpoint's second form has it.
fn dashed(text: &str) -> String {
    encoded(&text.replace('/', "\u{1}")).replace("%01", "_").replace('%', "-")
}

fn safelink(link: &str) -> String {
    format!("https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Cdana%40example.com%7C1a2b%7C0%7C0&sdata=AbC%2FdEf%3D&reserved=0", encoded(link))
}

fn v3(link: &str) -> String {
    format!("https://urldefense.com/v3/__{link}__;!!AbCdEf!GhIjKl-mNo_p$")
}

/// Every way in which a program that is known wraps the link of that contact.
fn wrapped(id: &str) -> Vec<String> {
    let (link, code) = (contact(id), encoded(&contact(id)));
    vec![
        safelink(&link),
        format!("https://eur01.safelinks.protection.outlook.com/?url={code}&data=04|01|dana@example.com|1a2b&sdata=x&reserved=0"),
        format!("https://gbr01.safelinks.protection.outlook.com/ap/w-59584e83/?url={code}&data=x"),
        format!("HTTPS://APC01.SafeLinks.Protection.Outlook.com/?URL={code}&data=x"),
        format!("https://usg02.safelinks.protection.office365.us/?url={code}&data=x"),
        format!("https://nam02.safelinks.protection.outlook.com/?url={code}&amp;data=05%7C02&amp;reserved=0"),
        format!("https://nam02.safelinks.protection.outlook.com/GetUrlReputation?data=x&url={code}"),
        format!("nam02.safelinks.protection.outlook.com/?url={code}&data=x"),
        encoded(&safelink(&link)),
        format!("https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url={code}&locale=en-us&dest=x"),
        format!("https://teams.microsoft.com/evergreen-assets/safelinks/1/atp-safelinks.html?locale=de&url={code}"),
        v3(&link),
        v3(&format!("{link}?view=all")),
        format!("https://urldefense.us/v3/__{link}__;!!AbCdEf!GhIjKl$"),
        format!("https://urldefense.proofpoint.com/v3/__{link}__;!!AbCdEf!GhIjKl$"),
        format!("https://urldefense.com/v3/__{}__;!!AbCdEf!GhIjKl$", link.replace("https://", "https:/")),
        format!("https://urldefense.com/v3/__{link}__"),
        format!("https://urldefense.com/v3/__{link}__%3B!!AbCdEf!GhIjKl%24"),
        format!("https://urldefense.com/v3/__{link}*a*1*top__;Pz0j!!AbCdEf!GhIjKl-mNo$"),
        format!("https://urldefense.com/v3/__{link}?view=**Ex**A__;wr_CocOpISorIzs!!AbCdEf!GhIjKl-mNo$"),
        format!("https://urldefense.com/v3/__{}__;On5AITo!!AbCdEf!GhIjKl-mNo$", link.replace("https:", "https*").replace("/v2", "/**C/v2")),
        format!("https://urldefense.proofpoint.com/v2/url?u={}&d=DwMFaQ&c=x&r=y&m=z&s=w&e=", dashed(&link)),
        format!("https://urldefense.proofpoint.com/v1/url?u={code}&k=x%3D%3D&r=y"),
        format!("https://www.google.com/url?q={link}&sa=D&source=docs&ust=1700000000000000&usg=AOvVaw0"),
        format!("https://www.google.com/url?q={code}&sa=D"),
        format!("https://www.google.co.uk/url?sa=t&rct=j&url={code}&usg=x"),
        format!("https://google.de/url?q={code}"),
        format!("www.google.com/url?q={link}&sa=D"),
        format!("https://slack-redir.net/link?url={code}&v=3"),
        format!("https://l.facebook.com/l.php?u={code}&h=AT0x"),
        format!("https://lm.facebook.com/l.php?u={code}&h=AT0x"),
        format!("https://l.instagram.com/?u={code}&e=AT0x"),
        format!("https://linkprotect.cudasvc.com/url?a={}&c=E,1,abc-DEF_1,a&typo=1", code.to_lowercase().replace(&id.to_lowercase(), id).replace(&LOCATION.to_lowercase(), LOCATION)),
        // One program after the other.
        safelink(&v3(&link)),
        v3(&safelink(&link)),
        safelink(&format!("https://www.google.com/url?q={code}&sa=D")),
        safelink(&safelink(&safelink(&link))),
    ]
}

#[test]
fn links_that_a_known_program_wrapped_are_read_with_their_location() {
    for link in wrapped(ID) {
        for text in [
            link.clone(),
            format!("[Mara]({link})"),
            format!("<{link}>"),
            format!("see {link} thanks"),
            format!("\u{FEFF}{link}\r\n"),
        ] {
            let read = read_contact_id(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            assert_eq!((read.id.as_str(), read.taken, read.further), (ID, Taken::FromLink, 0), "{text}");
            assert_eq!(read.location.as_deref(), Some(LOCATION), "{text}");
        }
    }
}

#[test]
fn wrapped_links_are_read_in_lists_too() {
    for (one, other) in wrapped(ID).into_iter().zip(wrapped(OTHER)) {
        for text in [format!("{one}\n{other}\r\n{one}"), format!("{one} {other} {one}")] {
            let all = read_contact_ids(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            assert_eq!(all.iter().map(|read| read.id.as_str()).collect::<Vec<_>>(), [ID, OTHER, ID], "{text}");
        }
    }
}

#[test]
fn an_unknown_program_and_one_that_passes_for_a_known_one_are_not_trusted() {
    let (link, code) = (contact(ID), encoded(&contact(ID)));
    for text in [
        format!("https://links.example/?url={code}"),
        format!("https://links.example/?url={link}"),
        format!("links.example/?url={link}"),
        format!("https://safelinks.protection.outlook.com.evil.example/?url={code}"),
        format!("https://evilsafelinks.protection.outlook.com/?url={code}"),
        format!("https://www.google.evil.example/url?q={code}"),
        format!("https://www.google.com@evil.example/url?q={code}"),
        format!("https://www.google.com/search?q={code}"),
        format!("https://teams.microsoft.com/l/message?url={code}"),
        format!("https://slack-redir.net/elsewhere?url={code}"),
        format!("https://www.facebook.com/l.php?u={code}"),
        format!("https://urldefense.com.evil.example/v2/url?u={}", dashed(&link)),
        format!("https://urldefense.com/v4/url?u={}", dashed(&link)),
    ] {
        assert_eq!(read_contact_id(&text), Err(IdError::LinkWithoutContact), "{text}");
    }
}

#[test]
fn a_wrapped_link_that_leads_to_no_contact_is_none() {
    for inside in [
        "https://www.example.com/".to_owned(),
        "hello".to_owned(),
        String::new(),
        "%%%".to_owned(),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}"),
        format!("https://links.example/?x={}", contact(ID)),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/../{ID}"),
    ] {
        for text in [safelink(&inside), v3(&inside), format!("https://www.google.com/url?q={}", encoded(&inside))] {
            assert_eq!(read_contact_id(&text), Err(IdError::LinkWithoutContact), "{text}");
        }
    }
    for damaged in ["Pz0", "P", "!!", "Pz0jPz0", "////"] {
        let text = format!("https://urldefense.com/v3/__{}***__;{damaged}!!AbCdEf!GhIjKl$", contact(ID));
        assert_eq!(read_contact_id(&text), Err(IdError::LinkWithoutContact), "{text}");
    }
    let deep = (0..6).fold(contact(ID), |link, _| safelink(&link));
    assert_eq!(read_contact_id(&deep), Err(IdError::LinkWithoutContact));
}

#[test]
fn a_link_that_nobody_else_can_open_is_said_to_be_one() {
    for text in [
        "https://protect-us.mimecast.com/s/AbCdEfGhIjKlMnOpQrSt?domain=app.gohighlevel.com".to_owned(),
        "https://url.us.m.mimecastprotect.com/s/AbCdEfGhIj".to_owned(),
        "https://bit.ly/3AbCdEf".to_owned(),
        safelink("https://t.co/AbCdEfGhIj"),
    ] {
        assert_eq!(read_contact_id(&text), Err(IdError::SealedLink), "{text}");
    }
    let both = format!("https://bit.ly/3AbCdEf {}", contact(ID));
    assert_eq!(read_contact_id(&both).unwrap().id.as_str(), ID);
}

#[test]
fn runs_of_replaced_signs_are_as_long_as_their_letter_says() {
    for (letter, length) in [('A', 2), ('Z', 27), ('a', 28), ('z', 53), ('0', 54), ('9', 63), ('-', 64), ('_', 65)] {
        assert_eq!(run_length(letter), Some(length), "{letter}");
    }
    assert_eq!(run_length('!'), None);
}
