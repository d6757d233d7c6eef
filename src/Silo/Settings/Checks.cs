using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Silo.Settings;

/// <summary>Questions that several sections ask. Each gives what is wrong, or nothing.</summary>
internal static class Checks
{
    private const int HashBytes = 32;

    public static IEnumerable<string> Between(string option, int value, int least, int most, string unit = "")
    {
        if (value < least || value > most)
            yield return string.Create(CultureInfo.InvariantCulture, $"{option} is {value:N0}{unit}; it takes {least:N0} to {most:N0}.");
    }

    public static IEnumerable<string> Required(string option, string? value, string advice)
    {
        if (string.IsNullOrWhiteSpace(value)) yield return $"{option} is missing. {advice}";
    }

    public static IEnumerable<string> Address(string option, string? value, string what)
    {
        if (string.IsNullOrWhiteSpace(value)) yield return $"{option} is missing. Set it to {what}, as workchain:64 hex digits.";
        else if (!AccountAddress.TryParse(value, out _)) yield return $"{option} is '{value}'; it takes {what} in raw form, workchain:64 hex digits.";
    }

    public static IEnumerable<string> Hash(string option, string? value)
    {
        if (!HexBytes.TryParse(value, out var hash) || hash.Length != HashBytes) yield return $"{option} takes a SHA-256, 64 hex digits. Make one with: printf %s KEY | sha256sum";
    }

    /// <param name="option">Its name.</param>
    /// <param name="ton">In TON.</param>
    /// <param name="mayBeZero">Whether 0 is an amount here.</param>
    public static IEnumerable<string> Ton(string option, decimal? ton, bool mayBeZero = true)
    {
        if (ton is not { } amount) yield return $"{option} is missing. Give an amount in TON, such as 1.5.";
        else if (amount < 0 || (amount == 0 && !mayBeZero) || !Nano.TryParseTon(amount.ToString(CultureInfo.InvariantCulture), out _))
            yield return string.Create(CultureInfo.InvariantCulture, $"{option} is {amount}; it takes TON {(mayBeZero ? "from 0" : "above 0")} with at most nine decimals.");
    }

    public static IEnumerable<string> Web(string option, string? value, params string[] schemes)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme)) yield return $"{option} is '{value}'; it takes an address that starts with {string.Join(":// or ", schemes)}://.";
    }

    /// <summary>Where a listener listens: an address of this machine, no name and no path.</summary>
    public static IEnumerable<string> Listen(string option, string? value)
    {
        if (ListenEndpoint.TryParse(value) is null) yield return $"{option} is '{value}'; it takes http://ADDRESS:PORT with an IP address or localhost, such as http://127.0.0.1:8080.";
    }

    public static IEnumerable<string> Folder(string option, string? path)
    {
        if (!Directory.Exists(path)) yield return $"{option}: there is no folder '{path}'. Make it, or correct the path; relative paths count from the working folder.";
    }

    public static IEnumerable<string> One(string? problem) => problem is null ? [] : [problem];
}
