using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Sealing;
using Cocoon.Ton;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Bench.Soak;

/// <summary>A steady stream of whole jobs: opened, held, leased, streamed, receipted, vouched for. One caller at a time.</summary>
internal sealed class SoakLoad(SoakHost host)
{
    private const int Channels = 8;
    internal static readonly byte[] Request = """{"model":"steady","max_tokens":16,"messages":[{"role":"user","content":"Say some words."}]}"""u8.ToArray();
    private static readonly Nano Charge = SoakHost.Prices.Charge(new(SteadyEngine.PromptTokens, 0, SteadyEngine.CompletionTokens, 0));

    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private readonly long[] _jobsOf = new long[Channels];
    private ImmutableList<RoutableOffer> _offers = [];

    public long Jobs => _jobsOf.Sum();

    /// <summary>Opens the channels and waits for the provider's offer.</summary>
    public async Task Prepare()
    {
        for (var channel = 0; channel < Channels; channel++) await host.Grains.Channel(SoakHost.Channel(channel)).Open();
        while ((_offers = await host.Grains.Market(SoakHost.Model).Snapshot()).IsEmpty) await Task.Delay(100);
    }

    /// <summary>Runs jobs at a fixed rate, and returns when the last one has ended.</summary>
    /// <param name="time">For how long.</param>
    /// <param name="perSecond">Jobs a second on all channels together.</param>
    public async Task Run(TimeSpan time, int perSecond)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds((double)Channels / perSecond));
        var end = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
        var running = new Task[Channels];
        Array.Fill(running, Task.CompletedTask);
        while (TimeProvider.System.GetTimestamp() < end && await beat.WaitForNextTickAsync())
        {
            // A channel whose job takes longer than a beat misses one; so load on the machine lowers the rate, and adds nothing up.
            for (var channel = 0; channel < Channels; channel++)
            {
                if (!running[channel].IsCompleted) continue;
                await running[channel];
                running[channel] = Buy(channel);
            }
        }
        await Task.WhenAll(running);
    }

    /// <exception cref="BenchException">The books are not what was done, so no figure of this run means anything.</exception>
    public async Task Check()
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var view = await host.Grains.Channel(SoakHost.Channel(channel)).View();
            if (view.ReceiptCount != _jobsOf[channel] || view.Charged.Value != _jobsOf[channel] * Charge.Value || !view.Held.IsZero)
                throw new BenchException($"Channel {view.Channel} has {view.ReceiptCount} receipts and {view.Charged} charged after {_jobsOf[channel]} jobs of {Charge}.");
        }
    }

    private async Task Buy(int channel)
    {
        var now = DateTimeOffset.UtcNow;
        var address = SoakHost.Channel(channel);
        var spec = new JobSpec(SoakHost.Client, address, SoakHost.Model, 64, 16, null, Tier.Simulated, now.AddMinutes(1), new HexBytes(SHA256.HashData(Request)));
        var lease = await host.Grains.Job(JobId.New(now, RandomNumberGenerator.GetBytes(10))).Start(spec, _offers);
        InferenceOutcome? outcome = null;
        await foreach (var chunk in host.Grains.Inference(lease).Answer(lease.Job, lease.Epoch, Sealed(lease))) outcome = chunk.Outcome;
        var bill = outcome?.Bill ?? throw new BenchException($"Job {lease.Job} ended without a bill: {outcome?.Failure?.Message}");
        var number = ++_jobsOf[channel];
        await host.Grains.Channel(address).AcceptVoucher(_signer.Sign(new Voucher(address, bill.Charged, checked((uint)number)), host.Voucher));
    }

    internal static byte[] Sealed(Lease lease)
    {
        var isSealed = SealedRequest.TrySeal(lease.Appraisal.SealingKey, SealingTerms.Of(lease, TonNetwork.Local), Request, new SystemEntropy(), out var message, out var opener, out var failure);
        using (opener) return isSealed ? message! : throw new BenchException($"The request could not be sealed: {failure}.");
    }
}
