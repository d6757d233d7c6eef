using System.Globalization;
using System.Text;

namespace Cocoon.Storage.Tests.Files;

/// <summary>A write that a child process was told is on disk.</summary>
/// <param name="ETag">What the store gave it; the order of all writes.</param>
/// <param name="Writer">Which of the concurrent writers.</param>
/// <param name="Value">The how manieth of that writer.</param>
internal sealed record LoggedWrite(long ETag, int Writer, int Value)
{
    public const string State = "value";

    public static GrainId GrainOf(int writer) => GrainId.Create("torn", writer.ToString(CultureInfo.InvariantCulture));

    /// <summary>What the write stores: some bytes to some pages, told by its numbers alone.</summary>
    public static byte[] Payload(int writer, int value) =>
        Encoding.UTF8.GetBytes($"{value} {new string((char)('a' + ((writer + value) % 26)), ((writer * 7_919) + (value * 104_729)) % 6_000)}");

    public static LoggedWrite? Parse(string? line) => line?.Split(' ') is [var etag, var writer, var value]
        ? new LoggedWrite(long.Parse(etag, CultureInfo.InvariantCulture), int.Parse(writer, CultureInfo.InvariantCulture), int.Parse(value, CultureInfo.InvariantCulture))
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ETag} {Writer} {Value}");
}
