using System.Text;
using Cocoon.Inference.Upstream;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class AnswerLinesTests
{
    [Fact]
    public void Lines_are_the_same_however_they_arrive() => Prop.ForAll(
        Gen.Choose(0, 20_000).Select(length => $"{{{new string('a', length)}}}").ArrayOf().ToArbitrary(), Gen.Choose(1, 9_000).ToArbitrary(), (lines, piece) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join("\r\n\r\n", lines.Select((line, i) => i % 2 == 0 ? "data: " + line : line)));
            return Read(new InPieces(bytes, piece)).GetAwaiter().GetResult().SequenceEqual(lines);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public async Task A_line_without_end_is_refused() =>
        await FluentActions.Awaiting(() => Read(new InPieces(new byte[9 << 20], 1 << 16))).Should().ThrowAsync<UpstreamException>();

    private static async Task<List<string>> Read(Stream stream)
    {
        using var lines = new AnswerLines(stream);
        var found = new List<string>();
        do
        {
            while (lines.TryNext(out var json)) found.Add(Encoding.UTF8.GetString(json));
        }
        while (await lines.Fill(CancellationToken.None));
        return found;
    }

    private sealed class InPieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
