using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Short texts of people and headers: addresses, ids, keys, amounts. What is taken is written back the same.</summary>
internal sealed class NamesTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])
        [
            "0:0101010101010101010101010101010101010101010101010101010101010101", "-1:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "01KDYAK3SE040G2081040G2081", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "deadbeef", "1.5", "-0.000000001", "9223372036.854775807", "cc-gpu", "simulated",
            ApiKey.New(AccountAddress.From(0, new byte[32]), new SystemEntropy()).Reveal(),
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    public override void Read(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (AccountAddress.TryParse(text, out var address)) Same(AccountAddress.Parse(address.Raw), AccountAddress.From(address.Workchain, address.Hash));
        if (HexBytes.TryParse(text, out var hex)) Same(hex.ToString(), text.ToLowerInvariant());
        if (JobId.TryParse(text, out var job)) Same(job.ToString(), text);
        if (ApiKey.TryParse(text, out var key)) Same(ApiKey.TryParse(key.Reveal(), out var again) ? again.SecretHash : default, key.SecretHash);
        if (Nano.TryParseTon(text, out var amount)) Same(Nano.TryParseTon(amount.ToString()[..^" TON".Length], out var back) ? back : null, (Nano?)amount);
        if (TierNames.TryParse(text, out var tier)) Same(tier.Name(), text);
    }

    public override bool IsRefusal(Exception exception) => false;

    private static void Same<T>(T got, T expected) => got.Should().Be(expected);
}
