using System.Globalization;
using System.Text.Json;
using Cocoon.Bench.Soak;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;

namespace Cocoon.Bench.JobCost;

/// <summary>The memory of grains that are active with a record of the usual size and nothing to do.</summary>
internal static class IdleGrains
{
    private const int Grains = 10_000;
    private const int AtOnce = 256;
    private const int MostBytes = 4_096;

    /// <param name="host">The silo.</param>
    /// <param name="receipt">Of any job.</param>
    /// <param name="output">Gets a line for each kind.</param>
    public static async Task Weigh(SoakHost host, SignedReceipt receipt, TextWriter output)
    {
        await output.WriteLineAsync($"Memory of an idle grain, of {Grains:N0} of its kind after a full collection, the runtime's share included");
        await Weigh("channel", number => host.Grains.Channel(SoakHost.Address(20, number)).Open(), output);
        await Weigh("account", number => host.Grains.Account(SoakHost.Address(21, number)).AddKey("0123456789abcdef", "a key", new HexBytes(new byte[32])), output);
        await Weigh("provider", number => Provider(host, receipt, number), output);
        await Weigh("job", number => Job(host, receipt, number), output);
    }

    private static async Task Weigh(string kind, Func<int, Task> activate, TextWriter output)
    {
        // The first of a kind brings what all share.
        await activate(0);
        var before = Settled();
        for (var first = 1; first <= Grains; first += AtOnce)
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtOnce, Grains - first + 1)).Select(activate));
        var bytes = (Settled() - before) / Grains;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"   {kind,-10} {bytes,6:N0} bytes  {(bytes <= MostBytes ? "" : $"above {MostBytes:N0}")}"));
    }

    private static async Task Provider(SoakHost host, SignedReceipt receipt, int number)
    {
        var (id, now) = (SoakHost.Address(22, number), DateTimeOffset.UtcNow);
        var lease = receipt.Receipt;
        var appraisal = new Appraisal(lease.Tier, receipt.EnclaveKey, lease.AppraisalHash, now.AddHours(1), new HexBytes(new byte[65]));
        Offer[] offers = [new(lease.Model, lease.WeightHash, "bf16", 8_192, lease.Prices, 16, "eu-west")];
        var state = Core.Providers.Provider.Register(new ProviderState(), id, appraisal, offers, now).State;
        var grain = host.Grains.Provider(id);
        await host.Store.Write("provider", grain.GetGrainId(), JsonSerializer.SerializeToUtf8Bytes(state), null);
        await grain.View();
    }

    private static async Task Job(SoakHost host, SignedReceipt receipt, int number)
    {
        var random = new byte[10];
        BitConverter.TryWriteBytes(random, number);
        var grain = host.Grains.Job(JobId.New(DateTimeOffset.UnixEpoch, random));
        var signed = receipt.Receipt;
        var spec = new JobSpec(signed.Client, signed.Channel, signed.Model, 64, 16, null, signed.Tier, signed.EndedAt, new HexBytes(new byte[32]));
        var state = new JobState { Status = JobStatus.Receipted, Spec = spec, Receipt = receipt, Hold = signed.Charge };
        await host.Store.Write("job", grain.GetGrainId(), JsonSerializer.SerializeToUtf8Bytes(state), null);
        await grain.View();
    }

    private static long Settled()
    {
        // Twice: what has a finalizer goes with the second.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
