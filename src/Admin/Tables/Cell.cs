using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Admin.Tables;

/// <summary>One value of a table, for the page and for the CSV file.</summary>
/// <param name="Text">For people. Always shown as text, never as markup.</param>
/// <param name="Csv">For programs: exact, without units.</param>
/// <param name="IsNumber">Whether <paramref name="Csv"/> is a number of ours.</param>
/// <param name="Title">More, on hovering; null for nothing.</param>
/// <param name="Link">Where it leads; null for nowhere. Never from outside.</param>
/// <param name="Tone">How it is meant.</param>
public sealed record Cell(string Text, string Csv, bool IsNumber = false, string? Title = null, string? Link = null, Tone Tone = Tone.Plain)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static readonly Cell None = new("–", "", Tone: Tone.Soft);

    /// <summary>Text, which may come from outside: a long one is cut, so that nobody can stretch a page.</summary>
    public static Cell Of(string? text, string? link = null, string? title = null) =>
        string.IsNullOrEmpty(text) ? None : new(Words.Cut(text), text, Link: link, Title: title is null ? null : Words.Cut(title));

    public static Cell Badge(string text, Tone tone, string? title = null) => new(text, text, Tone: tone, Title: title);

    public static Cell Number(long value) => new(Words.Number(value), value.ToString(Culture), IsNumber: true);

    public static Cell Rate(double value, string format = "0.0") => new(value.ToString(format, Culture), value.ToString("R", Culture), IsNumber: true);

    /// <summary>Nano amounts as TON; the file has the nano.</summary>
    public static Cell Ton(Nano amount) => new(Words.Ton(amount), amount.Value.ToString(Culture), IsNumber: true, Title: amount.ToString());

    public static Cell Time(DateTimeOffset? at, DateTimeOffset now) => at is { } time
        ? new(Words.Relative(time, now), time.ToString("O", Culture), Title: Words.Absolute(time))
        : None;

    public static Cell Span(TimeSpan? span) => span is { } time
        ? new(Words.Span(time), time.TotalMilliseconds.ToString("0.###", Culture), IsNumber: true)
        : None;

    public static Cell Account(AccountAddress? account, string? folder = null) => account is { IsSet: true } known
        ? new(Words.Short(known.Raw), known.Raw, Title: known.Raw, Link: folder is null ? null : $"/admin/{folder}/{known.Raw}")
        : None;

    public static Cell Job(JobId? job) => job is { } id ? new($"…{id.ToString()[^8..]}", id.ToString(), Title: id.ToString(), Link: $"/admin/jobs/{id}") : None;

    public static Cell Hash(HexBytes hash, string? link = null) =>
        hash.IsEmpty ? None : new(Words.Short(hash.ToString()), hash.ToString(), Title: hash.ToString(), Link: link);
}
