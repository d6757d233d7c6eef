using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Receipts that seeds contain.</summary>
internal static class ReceiptSamples
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AccountAddress Account = AccountAddress.From(0, Filled(1, 32));

    private static readonly SignedReceipt Receipt = new(
        new Receipt(
            JobId.New(Time, Filled(1, 10)), Account, Account, Account, "tiny-jane", Hash(2), new TokenCounts(100, 20, 300, 5),
            new PriceList(new Nano(2_000_000), new Nano(500_000), new Nano(6_000_000), new Nano(7_000_000)), new Nano(2_045), 500,
            Hash(3), Hash(4), Tier.CcGpu, Hash(5), JobEnding.Stop, Time, Time.AddSeconds(1)),
        Hash(6), new HexBytes(Filled(7, 64)), Hash(8), new HexBytes(Filled(9, 64)));

    public static string Signed { get; } = JsonSerializer.Serialize(Receipt, ReceiptJson.Options);

    public static string File { get; } = JsonSerializer.Serialize(
        new ReceiptFile(Receipt, new ReceiptProof(Account, 7, Hash(10), 2, 5, [Hash(11), Hash(12), Hash(13)], Hash(14))), ReceiptJson.Options);

    public static string FileWithoutProof { get; } = JsonSerializer.Serialize(new ReceiptFile(Receipt, null), ReceiptJson.Options);

    private static HexBytes Hash(byte number) => new(Filled(number, 32));

    private static byte[] Filled(byte number, int length) => [.. Enumerable.Repeat(number, length)];
}
