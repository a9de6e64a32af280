//! One line of synonyms into the words of its members.

use crate::analysis::{Analyzer, Spellings, words_of_signs};

/// The most characters in the key of a member. Forms of a text hold up to 63 members, and must stay
/// shorter than any key may be.
const MAX_MEMBER_CHARS: usize = 200;

/// The words of a member.
pub(super) type Member = Vec<Box<str>>;

/// What a line says: typing one of `typed` finds one of `found`, or, without those, each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) typed: Vec<Member>,
    pub(super) found: Option<Vec<Member>>,
    /// Whether a member is a sign, which stands for its words.
    pub(super) names_signs: bool,
}

impl Rule {
    /// Returns what texts are searched for.
    pub(super) fn found(&self) -> &[Member] {
        self.found.as_deref().unwrap_or(&self.typed)
    }
}

/// Reads lines.
#[derive(Clone, Copy)]
pub(super) struct LineParser<'a> {
    pub(super) analyzer: &'a Analyzer,
    /// The languages that have words for signs.
    pub(super) spellings: &'a [&'static Spellings],
}

impl LineParser<'_> {
    /// Reads a line; `None` if it is blank or a comment.
    ///
    /// # Errors
    ///
    /// What is wrong and what to do, as a clause.
    pub(super) fn parse_line(self, line: &str) -> Result<Option<Rule>, String> {
        // As Solr reads it: a comment begins the line, and `#` elsewhere is text (`c#`).
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let mut sides = split(line);
        let mut names_signs = false;
        let mut members = |side: Vec<String>| -> Result<Vec<Member>, String> {
            let mut members = Vec::with_capacity(side.len());
            // A comma at the end of a line is no member.
            for given in side.iter().filter(|member| !member.trim().is_empty()) {
                let spelled = self.sign_words(given)?;
                names_signs |= !spelled.is_empty();
                let texts = if spelled.is_empty() { vec![given.clone()] } else { spelled };
                for text in texts {
                    members.push(self.words(&text)?);
                }
            }
            Ok(members)
        };
        let found = match sides.len() {
            0 | 1 => None,
            // Found stands behind the arrow, so it is taken off first.
            2 => sides.pop().map(&mut members).transpose()?,
            _ => return Err("there are several =>; write a rule of its own for each".to_owned()),
        };
        let typed = members(sides.pop().unwrap_or_default())?;
        match &found {
            // A rule that says nothing is a slip of its author, and silence would hide it.
            Some(found) if found.is_empty() => Err("nothing stands after =>".to_owned()),
            Some(_) if typed.is_empty() => Err("nothing stands before =>".to_owned()),
            None if typed.len() < 2 => {
                Err("there is a single synonym; write two or more with commas between".to_owned())
            }
            _ => Ok(Some(Rule { typed, found, names_signs })),
        }
    }

    /// Returns the words of the signs of `member` in each language; none if it is no sign.
    fn sign_words(self, member: &str) -> Result<Vec<String>, String> {
        let mut key = String::new();
        self.analyzer.form_key(member, &mut key);
        if !self.analyzer.is_signs(&key) {
            return Ok(Vec::new());
        }
        let words = words_of_signs(member.trim(), self.spellings);
        // It is in no text, since signs are no words of a key.
        match words.is_empty() {
            true => Err(nothing_to_match_by(member)),
            false => Ok(words),
        }
    }

    fn words(self, member: &str) -> Result<Member, String> {
        let mut key = String::new();
        self.analyzer.form_key(member, &mut key);
        // It could be put in, but never be found.
        if key.is_empty() {
            return Err(nothing_to_match_by(member));
        }
        if key.chars().count() > MAX_MEMBER_CHARS {
            return Err(format!("a synonym has over {MAX_MEMBER_CHARS} characters"));
        }
        Ok(key.split(' ').map(Box::from).collect())
    }
}

fn nothing_to_match_by(member: &str) -> String {
    let shown = member.trim();
    format!("{shown:?} has nothing to match by; give it a letter or a digit")
}

/// Cuts a line at arrows into sides, and those at commas into members, and takes backslashes away.
fn split(line: &str) -> Vec<Vec<String>> {
    let mut sides = vec![vec![String::new()]];
    let mut chars = line.chars().peekable();
    while let Some(ch) = chars.next() {
        let arrow = ch == '=' && chars.next_if_eq(&'>').is_some();
        // A backslash at the end of the line stands for itself.
        let literal = if ch == '\\' { chars.next().unwrap_or(ch) } else { ch };
        if arrow {
            sides.push(vec![String::new()]);
            continue;
        }
        // There is always a last side and a last member: both lists begin with one.
        let Some(side) = sides.last_mut() else { continue };
        if ch == ',' {
            side.push(String::new());
        } else if let Some(member) = side.last_mut() {
            member.push(literal);
        }
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::spellings_of;
    use crate::kind::Kind;

    fn parse(line: &str) -> Result<Option<Rule>, String> {
        let spellings = spellings_of::<&str>(&[]);
        LineParser { analyzer: &Analyzer::new(Kind::Text), spellings: &spellings }.parse_line(line)
    }

    /// The members of both sides, words joined.
    fn sides(line: &str) -> (Vec<String>, Option<Vec<String>>) {
        let Rule { typed, found, .. } = parse(line).unwrap().unwrap();
        let join = |members: Vec<Member>| members.iter().map(|words| words.join(" ")).collect();
        (join(typed), found.map(join))
    }

    #[test]
    fn a_group_is_members_with_commas_between() {
        assert_eq!(
            sides("fridge, Refrigerator ,ice-box"),
            (vec!["fridge".into(), "refrigerator".into(), "ice box".into()], None)
        );
        assert_eq!(sides("a,, b,"), (vec!["a".into(), "b".into()], None), "blank members are none");
        assert_eq!(sides("Ёлка,ёль").0, ["елка", "ель"], "analysed as texts are");
        assert_eq!(sides("c#, c sharp").0, ["c#", "c sharp"]);
    }

    #[test]
    fn an_arrow_parts_what_is_typed_from_what_is_found() {
        assert_eq!(
            sides("ac, split => conditioner, air con"),
            (vec!["ac".into(), "split".into()], Some(vec!["conditioner".into(), "air con".into()]))
        );
        assert_eq!(sides("a=>b"), (vec!["a".into()], Some(vec!["b".into()])));
        assert_eq!(sides("a = > b, c").0, ["a b", "c"], "an arrow has no space in it");
    }

    #[test]
    fn a_sign_that_has_words_is_its_words() {
        assert_eq!(sides("&, n").0, ["and", "n"]);
        assert_eq!(sides("+ => and more"), (vec!["plus".into()], Some(vec!["and more".into()])));
        assert!(parse("&, n").unwrap().unwrap().names_signs);
        assert!(!parse("a, n").unwrap().unwrap().names_signs);
    }

    #[test]
    fn a_backslash_takes_the_meaning_of_what_follows() {
        assert_eq!(split(r"a\,b,c"), [["a,b", "c"]]);
        assert_eq!(split(r"a\=>b,c"), [["a=>b", "c"]]);
        assert_eq!(split(r"a\\,b"), [[r"a\", "b"]]);
        assert_eq!(split(r"a\"), [[r"a\"]], "at the end it is itself");
        assert_eq!(split(r"\#a,b"), [["#a", "b"]]);
    }

    #[test]
    fn blank_lines_and_comments_say_nothing() {
        for line in ["", "   ", "\t", "# a, b", "#a => b"] {
            assert_eq!(parse(line), Ok(None), "{line:?}");
        }
        assert_eq!(sides(" #1, #2").0, ["1", "2"], "a comment starts a line");
    }

    #[test]
    fn a_rule_that_says_nothing_is_refused_with_the_reason() {
        for (line, reason) in [
            ("a", "a single synonym"),
            ("a; b", "a single synonym"),
            (",", "a single synonym"),
            ("=>", "nothing stands after"),
            ("a =>", "nothing stands after"),
            ("a => ,", "nothing stands after"),
            ("=> a", "nothing stands before"),
            ("a => b => c", "several =>"),
            ("a, \u{200B}\u{AD}", "nothing to match by"),
            ("a, !", "nothing to match by"),
            ("&, !? => b", "nothing to match by"),
        ] {
            let refused = parse(line).unwrap_err();
            assert!(refused.contains(reason), "{line:?}: {refused}");
        }
        let long = "x".repeat(201);
        assert!(parse(&format!("a, {long}")).unwrap_err().contains("over 200 characters"));
    }
}
