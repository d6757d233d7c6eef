using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using ChannelBooks = Cocoon.Core.Channels.Channel;

namespace Cocoon.Core.Tests;

/// <summary>Values that tests start from.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly AccountAddress Client = Account(1);
    public static readonly AccountAddress Channel = Account(2);
    public static readonly AccountAddress Provider = Account(3);
    public static readonly AccountAddress Vault = Account(4);
    public static readonly HexBytes Key = Bytes(7);
    public static readonly PriceList Prices = new(new Nano(2_000_000), new Nano(500_000), new Nano(6_000_000), new Nano(6_000_000));
    public static readonly ChannelLimits Limits = new(new Nano(100), new Nano(1_000), 8, TimeSpan.FromMinutes(10));
    public static readonly Appraisal Appraisal = new(Tier.CpuTee, Bytes(9), Bytes(10), Now.AddHours(1));

    public static AccountAddress Account(byte number) => AccountAddress.From(0, Filled(number));

    public static HexBytes Bytes(byte number) => new(Filled(number));

    public static JobId Job(int number)
    {
        var random = new byte[10];
        BitConverter.TryWriteBytes(random, number);
        return JobId.New(Now, random);
    }

    public static ChannelState Open(long deposit = 10_000) => ChannelBooks.Observe(new ChannelState(), Facts(deposit), Limits).State;

    /// <summary>What the chain shows of an open channel.</summary>
    public static ChannelFacts Facts(long deposit = 10_000) => new(
        Channel, Client, Vault, Key, new Nano(deposit), Nano.Zero, Nano.Zero, Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 100, Now);

    public static SignedVoucher Voucher(long amount, uint seqno) => new(new Voucher(Channel, new Nano(amount), seqno), Bytes(11));

    /// <summary>A receipt with a given charge; one completion token costs 6 nano, one prompt token 2.</summary>
    public static SignedReceipt Receipt(int job, long charge, AccountAddress? provider = null, AccountAddress? channel = null)
    {
        var receipt = new Receipt(Job(job), Client, channel ?? Channel, provider ?? Provider, "model", Bytes(4), new TokenCounts(1, 0, 1, 0), Prices,
            new Nano(charge), 500, Bytes(5), Bytes(6), Tier.CpuTee, Appraisal.Hash, JobEnding.Stop, Now, Now.AddSeconds(1));
        return new SignedReceipt(receipt, Appraisal.EnclaveKey, Bytes(12), Bytes(13), Bytes(14));
    }

    public static Offer Offer(int slots = 2) => new("model", Bytes(4), "bf16", 1_000, Prices, slots, "here");

    private static byte[] Filled(byte number)
    {
        var bytes = new byte[32];
        Array.Fill(bytes, number);
        return bytes;
    }
}
