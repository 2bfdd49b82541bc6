//! A look at what comes out, by theme.

use insta::assert_snapshot;

use super::super::{Links, markdown, summary, unmarked};

/// A crate with one operation and two types.
struct Crate;

impl Links for Crate {
    fn resolve(&self, name: &str) -> Option<String> {
        let path = match name {
            "RunTask" => "crate::Client::run_task",
            "Task" => "crate::types::Task",
            "Task$cpu" => "crate::types::Task::cpu",
            _ => return None,
        };
        Some(path.to_owned())
    }

    fn resolve_code(&self, code: &str) -> Option<String> {
        if code == "cpu" { Some("Self::cpu".to_owned()) } else { self.resolve(code) }
    }
}

/// Each text above what becomes of it.
fn show(texts: &[&str], convert: fn(&str, &dyn Links) -> String) -> String {
    let show =
        |text: &&str| format!("{}\n{text}\n{:-<40}\n{}", "=".repeat(40), "", convert(text, &Crate));
    texts.iter().map(show).collect::<Vec<_>>().join("\n")
}

#[test]
fn paragraphs() {
    let shown = show(
        &[
            "<p>Starts a task.</p> <p>The task runs\n      until   it <i>ends</i>.</p>",
            "Some text <p>and a paragraph</p> and some more",
            "<p>Never <b>closed<p>and not <i>open</b> here</i>.",
            "<fullname>Elastic Tasks</fullname> <p>Runs tasks.</p>",
            "<h2>Limits</h2><p>There are <em>many</em>.</p>",
            "<p>One<br/>two<br><br>three<br></p>",
            "<p>A paragraph that is as long as this one is wrapped at a width that leaves room for \
             the marks of a comment and for <code>a code span that is never broken</code> as well.</p>",
            "<p>In the <i>User Guide</i> .</p> <p>Use - or . or _ .</p>",
            "<p>Mixed <b> <code>Name</code> </b>, <b>bold:</b>text, <b>a</b><i>b</i>, <i>un</i>glued.</p>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn lists() {
    let shown = show(
        &[
            "<p>One of:</p> <ul> <li> <p> <code>A</code> - First.</p> </li> <li> <p>B</p> </li> </ul> <p>End.</p>",
            "<ol><li>One<ul><li>Inner<li>other</ul></li><li><p>Two</p><p>More of two</p></li><li>Three</li></ol>",
            "<ul><li>One</li></ul><ul><li>Another list</li></ul><ol start=\"3\"><li>Three</li></ol>",
            "<ul><li>One</li><p>Of one, by mistake</p><li></li><li>Two</li></ul>",
            "<li>In no list</li>",
            "<dl> <dt>cpu</dt> <dd> <p>The CPU.</p> <p>In units.</p> </dd> <dt> <code>memory</code> </dt> <dd>The memory</dd> </dl>",
            "<dl><dt>Alone</dt><dt>With a list:</dt><dd><ul><li>a</li></ul></dd></dl>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn asides() {
    let shown = show(
        &[
            "<p>Text</p> <note> <p>Remark.</p> <p>Another.</p> </note> <important><p>Danger</p></important>",
            "<ul><li><p>Item</p><note><ul><li>a</li></ul></note></li><li>Next</li></ul>",
            "<note></note><note> <p> </p> </note>",
            "<note><ul><li>a</li></ul></note><blockquote>b</blockquote><warning>c",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn code() {
    let shown = show(
        &[
            "<p><code>a`b</code>, <code>`c`</code>, <code> d\n  e </code>, <code>f</code><code>g</code>, <code></code>.</p>",
            "<p>As Markdown: `one` and `two`, but not ` this.</p>",
            "<p>Of the form <code>arn:<i>partition</i>:<region>:x</code></p>",
            "<p>Run:</p> <pre><code>\n    if a {\n        ```\n\n\n    }\n</code></pre>",
            "<p>One of <code>EQ | NE | LE | LT | GE | GT | NOT_NULL | NULL | CONTAINS | BEGINS_WITH | - IN | + BETWEEN</code>.</p>",
            "<ul><li>Item<pre>code</pre></li></ul>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn links() {
    let shown = show(
        &[
            "<p>See <a href=\"https://example.com/a?b=c&amp;d=(e)\">the <code>guide</code></a>.</p>",
            "<p><a href=\"/relative\">Relative</a>, <a href=\"javascript:alert()\">script</a>, <a href=\"\">none</a>.</p>",
            "<p>Use <a>RunTask</a>, <code><a>Task</a></code>, <a>Task$cpu</a>, <a>StopTask</a> and <a>tasks and more</a>.</p>",
            "<p>Use <link linkend=\"RunTask\">RunTask</link> or <code>List<<a>Task</a>></code>.</p>",
            "<p>At https://example.com/a_b. Or (http://example.com), <https://example.com>!</p>",
            "<p>At https://<region>.example.com/{id}, or <a href=\"https://a.b\">https://a.b</a>.</p>",
            "<p><a href=\"https://a.b\"></a>[not](a link) ![nor](an image)</p>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn code_that_names_something() {
    let shown = show(
        &[
            "<p>Use <code>RunTask</code>, <code>StopTask</code> and <b><code>cpu</code></b>.</p>",
            "<p>Of two <code>Task</code>s. A <code>Task</code> is there again.</p><p>And <code>Task</code>.</p>",
            "<p>After <a>RunTask</a>, <code>RunTask</code> needs no link.</p>",
            "<h2>What <code>RunTask</code> does</h2><p>See <a href=\"https://a.b\"><code>RunTask</code></a>.</p>",
            "<p>Not <code>runTask</code>, <code>RunTask </code> or <code>RunTask()</code>.</p>",
            "As `RunTask` in Markdown.",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn unmarked_text() {
    for (html, expected) in [
        ("Use <code>snake_case</code> instead.", "Use `snake_case` instead."),
        (
            "<p>See <a href=\"https://a.b/c_d\">[here]</a>.</p>\n<p>Or\n*not*</p>",
            "See [here]. Or *not*",
        ),
        ("At https://a.b/c_d, or <region>", "At https://a.b/c_d, or <region>"),
        ("a\u{202e}b<br>c", "ab c"),
        ("<p></p>", ""),
    ] {
        assert_eq!(unmarked(html), expected, "{html}");
    }
}

#[test]
fn text() {
    let shown = show(
        &[
            "<p>In <region> for <AccountId>, as <your name here>, 1 < 2 <= 3, a <b without end",
            "<p>[x] and [y](z), *stars*, 2 * 3, _x_ and snake_case, ~~gone~~, `, \\* and \\d, &amp;lt; &lt;p&gt; */ \"#</p>",
            "<p># One</p><p>1. Two</p><p>- Three</p><p>> Four</p><p>---</p><p>* * *</p><p>+ Five</p><p>|---|</p>",
            "<p>--option -- dash</p>",
            "<p>Text</p>\n\n        <p>indented</p>\n\n        by much",
            "<!-- hidden --><p>Seen &copy; &unknown; &#65;</p>",
            "<script>alert('x')</script>",
            "&lt;p&gt;Escaped &lt;i&gt;twice&lt;/i&gt; &amp;amp; more.&lt;/p&gt;",
            "<p>A number that starts the second line of a paragraph starts no list there, unless it is as low as 67.</p>",
            "<p>A number that starts the second line of a paragraph starts no list there, unless it is as low as 1.</p>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn what_nobody_sees_is_gone() {
    let text =
        "<p>a\u{2028}b\u{202e}c\u{0}d\te&#x202e;\u{200b}f</p><pre>g\u{85}h\u{2029}\ti\r\n</pre>";
    assert_eq!(markdown(text, &Crate), "a bcd ef\n\n```text\ngh\n    i\n```");
}

#[test]
fn commonmark() {
    let shown = show(
        &[
            "Plain text, no more.\nOn *two* lines, see [here](https://example.com) or [Task].",
            "# Title\n\nText in <region>:\n\n- one\n- two\n    1. inner\n\n3. three\n\n> quote\n\n---\n\nend",
            "Text:\n\n    fn main() {}\n\n```rust\nfn main() {}\n```\n\nUse `<b>` and <b>bold</b>.",
            "| A | B |\n|---|:-:|\n| `a\\|b` | c |\n| d |\n",
            "<table><td>No row<td>two</table><table><tr><td><pre>a\n|b</pre><ul><li>c</li></ul></td></tr></table>",
            "<p>Not *Markdown*\n\n    and no code</p>",
        ],
        markdown,
    );
    assert_snapshot!(shown);
}

#[test]
fn rubbish_is_empty() {
    for text in
        ["", " \n\t ", "\0", "<p></p>", "<ul><li></ul>", "<zonbook></zonbook><xhtml></xhtml>"]
    {
        assert_eq!(markdown(text, &Crate), "", "{text:?}");
        assert_eq!(summary(text, &Crate), "", "{text:?}");
    }
}

#[test]
fn summaries() {
    let shown = show(
        &[
            "<p>Starts a task. And more.</p><p>Even more.</p>",
            "<fullname>Elastic Tasks</fullname><p>Runs <b>tasks, e.g. this. Or</b> that.</p>",
            "<fullname>Elastic Tasks</fullname>",
            "<note><p>Deprecated. Sorry.</p></note><p>The U.S. version 2.0, i.e. the old. The rest.</p>",
            "<note><p>Deprecated. Sorry.</p></note>",
            "<p>Calls <a>RunTask</a>. <code>cpu</code> counts.</p>",
            "<p>Is it <code>a.b</code>? (Yes, it is.) No.</p>",
            "<p>One of the following:</p><ul><li>a</li></ul>",
            "<ul><li>First. Second.</li></ul>",
        ],
        summary,
    );
    assert_snapshot!(shown);
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}text", "<ul><li><note>".repeat(10_000));
    assert!(markdown(&deep, &Crate).ends_with("text"));
}
