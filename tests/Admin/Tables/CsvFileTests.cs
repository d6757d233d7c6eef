using Cocoon.Admin.Tables;
using Cocoon.Core.Money;

namespace Cocoon.Admin.Tests.Tables;

public sealed class CsvFileTests
{
    [Fact]
    public void Text_is_quoted_numbers_are_exact_and_no_text_is_a_formula()
    {
        var sheet = new Sheet("t", "T", [Column.Text("Region"), Column.Ton("Charge"), Column.Span("Took")],
        [
            new Row("1", [Cell.Of("a,\"b\"\r\nc"), Cell.Ton(new Nano(-1_250_000_001)), Cell.Span(TimeSpan.FromMilliseconds(1.5))]),
            new Row("2", [Cell.Of("=HYPERLINK(1)"), Cell.None, Cell.None]),
        ], "none");

        CsvFile.Write(sheet).Should().Be("Region,Charge (nanoTON),Took (ms)\r\n\"a,\"\"b\"\"\r\nc\",-1250000001,1.5\r\n'=HYPERLINK(1),,\r\n");
    }

    [Theory]
    [InlineData(0, "0.000000")]
    [InlineData(1, "0.000000001")]
    [InlineData(1_234_567_891_234, "1,234.567891")]
    [InlineData(-20_000_000, "-0.020000")]
    public void Nano_are_shown_as_TON(long nano, string text) => Words.Ton(new Nano(nano)).Should().Be(text);
}
