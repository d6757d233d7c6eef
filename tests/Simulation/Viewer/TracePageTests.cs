using System.Net;
using System.Text.RegularExpressions;

namespace Cocoon.Simulation.Tests.Viewer;

public sealed partial class TracePageTests
{
    private const string Header = """{"cocoonTrace":1,"seed":42}""";

    [Fact]
    public async Task A_trace_inside_the_page_is_shown_at_once()
    {
        var text = await Open(SourceTree.Read("tests/Simulation/Viewer/example-trace.jsonl"));

        text.Should().Contain("seed 42 · failed · 66 events · 2 jobs · hash 0123456789abcdef");
        text.Should().Contain("I5: the hold of job 01JQ4 was released twice");
        text.Should().Contain("lanes 13").And.Contain("ended at 9.200000 s").And.Contain("left out store-torn");
        text.Should().Contain("store-write-unknown 1").And.Contain("held 0").And.Contain("vouched 1.9").And.Contain("fees 0.095");
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("# not a trace", "Line 1 is not JSON")]
    [InlineData("""{"seed":42}""", "Line 1 is no trace header")]
    [InlineData("""{"cocoonTrace":2}""", "This is a trace of version 2; this page reads version 1.")]
    [InlineData(Header, "The trace has a header and no events.")]
    [InlineData(Header + "\n" + """{"n":1,"t":0,"k":"zap","lane":"store"}""", "Line 2: \"k\" is \"zap\"; known kinds are send,")]
    [InlineData(Header + "\n" + """{"n":1,"t":9,"k":"note","lane":"store"}""" + "\n" + """{"n":2,"t":8,"k":"note","lane":"store"}""", "Line 3: \"t\" is 8; it has to be microseconds, not before the line above (9).")]
    [InlineData(Header + "\n" + """{"n":1,"t":0,"k":"send","lane":"silo 1","id":1}""", "a \"send\" has to say in \"to\" which lane it goes to.")]
    [InlineData(Header + "\n" + """{"n":1,"t":0,"k":"note","lane":"store"}""" + "\n" + """{"n":2,"t":0,"k":""", "Line 3 is not JSON")]
    public async Task A_bad_trace_is_refused_with_the_reason(string trace, string reason)
    {
        var text = await Open(trace);

        text.Should().Contain("cannot be shown.").And.Contain(reason);
    }

    [Fact]
    public async Task What_a_trace_says_stays_text()
    {
        var text = await Open("""{"cocoonTrace":1,"seed":42,"violation":"I5: <b>bold</b>"}""" + "\n" + """{"n":1,"t":0,"k":"note","lane":"</script>"}""");

        text.Should().Contain("I5: <b>bold</b>").And.Contain("1 event ");
    }

    /// <summary>The document's words with single spaces between them, without its scripts and styles.</summary>
    private static async Task<string> Open(string trace)
    {
        var page = SourceTree.Read("src/Simulation/Viewer/trace.html").Replace("<!--trace-->",
            $"<script id=\"trace\" type=\"application/x-ndjson\">{trace.Replace("<", "\\u003c", StringComparison.Ordinal)}</script>", StringComparison.Ordinal);
        var document = NotWords().Replace(await Browser.Dump(page), " ");
        return Gaps().Replace(WebUtility.HtmlDecode(document), " ");
    }

    [GeneratedRegex("<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex NotWords();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gaps();
}
