using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>Values that are the same in every run, one for each number.</summary>
internal static class Values
{
    /// <summary>2026-01-02 03:04:05.678 UTC and so many minutes.</summary>
    public static DateTimeOffset Time(int minutes = 0) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddMinutes(minutes);

    public static AccountAddress Address(byte number, sbyte workchain = 0) => AccountAddress.From(workchain, Repeat(number, 32));

    public static HexBytes Hash(byte number) => new(Repeat(number, 32));

    public static HexBytes Signature(byte number) => new(Repeat(number, 64));

    public static JobId Job(byte number) => JobId.New(Time(), Repeat(number, 10));

    private static byte[] Repeat(byte number, int length) => [.. Enumerable.Repeat(number, length)];
}
