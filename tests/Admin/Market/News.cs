using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Tests.Market;

/// <summary>Events as silos tell them.</summary>
internal static class News
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly AccountAddress Provider = AccountAddress.From(0, Filled(1));
    public static readonly AccountAddress Channel = AccountAddress.From(0, Filled(2));

    public static JobId Job(int number) => JobId.FromIdempotencyKey("test", $"{number}");

    public static MarketEvent Of(MarketEventKind kind, double second, int job = 0, long charge = 0, RefusalCode code = RefusalCode.None, int elapsedMs = 0) => new()
    {
        Kind = kind, At = Start.AddSeconds(second), Job = Job(job), Provider = Provider, Channel = Channel, Model = "tiny", Amount = new Nano(charge), Fee = new Nano(charge / 20),
        Tokens = kind == MarketEventKind.JobCompleted ? new TokenCounts(10, 0, 5, 0) : default, Code = code, Elapsed = elapsedMs == 0 ? null : TimeSpan.FromMilliseconds(elapsedMs),
    };

    private static byte[] Filled(byte value)
    {
        var bytes = new byte[32];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
