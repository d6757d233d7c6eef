using System.Globalization;
using Cocoon.Cli.Doctor;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers.Models;
using Cocoon.Ton;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Cli.Providers;

/// <summary>Whether this machine can serve these models on this market, thing by thing, before anything is paid.</summary>
/// <param name="market">The market's rules.</param>
/// <param name="ton">The chain.</param>
/// <param name="folder">Where the provider's files go.</param>
/// <param name="isOpen">Whether the machine joins without a TEE.</param>
internal sealed class Preflight(MarketTerms market, ITonClient ton, ProviderFolder folder, bool isOpen)
{
    private const double Gibi = 1 << 30;
    private const long LeastDisk = 1L << 30;
    private const int LeastDriver = 550;

    /// <summary>Evidence and proofs are refused when clocks are further apart.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Check>> Look(IReadOnlyList<ModelToServe> models, CancellationToken cancellationToken) =>
    [
        new Check("Gateway", Verdict.Present, $"answers; network {market.NetworkId}, fee {market.FeeBps / 100.0:0.##} %"),
        .. await Chain(models, cancellationToken),
        .. Trust(),
        Memory(models),
        Disk(),
    ];

    private async Task<IEnumerable<Check>> Chain(IReadOnlyList<ModelToServe> models, CancellationToken cancellationToken)
    {
        try
        {
            var registry = await MarketRules.Find(ton, market.Registry, cancellationToken);
            var time = DateTimeOffset.FromUnixTimeSeconds((await ton.GetAccountAsync(market.Registry, cancellationToken)).SyncTime);
            return [new Check("Chain", Verdict.Present, $"answers; its newest block is of {time:u}"), Clock(time), .. models.Select(model => Listed(registry, model))];
        }
        catch (TonClientException e)
        {
            return [new Check("Chain", Verdict.Missing, $"{e.Message} Name a node of the market's network with --chain, and let this machine call out to it.")];
        }
    }

    private Check Clock(DateTimeOffset chain)
    {
        var off = TimeProvider.System.GetUtcNow() - chain;
        if (off.Duration() <= ClockTolerance) return new Check("Clock", Verdict.Present, "agrees with the chain's");
        // A local chain's time can be moved at will.
        return new Check("Clock", market.NetworkId == TonNetwork.Local ? Verdict.Absent : Verdict.Missing,
            string.Create(CultureInfo.InvariantCulture, $"{off.Duration().TotalSeconds:0} s {(off > TimeSpan.Zero ? "ahead of" : "behind")} the chain's: evidence would be refused. Run timedatectl, and look whether the chain's node lags."));
    }

    private static Check Listed(RegistryOnChain? registry, ModelToServe model)
    {
        var name = $"Model {model.Id}";
        if (registry is null) return new Check(name, Verdict.Missing, "there is no registry at the address that the gateway gives: ask the market's operator.");
        if (!registry.Models.TryGetValue(ModelId.Hash(model.Id), out var listed))
            return new Check(name, Verdict.Missing, "the registry does not list it. Serve one of the models that the gateway's /cocoon/v1/market names.");
        return listed.WeightHash.ToString() == model.Hash
            ? new Check(name, Verdict.Present, $"listed with these weights, {model.Hash[..16]}…")
            : new Check(name, Verdict.Missing, $"the registry lists other weights: {listed.WeightHash.ToString()[..16]}…, yours are {model.Hash[..16]}…. Fetch the model again (docs/models.md).");
    }

    private IEnumerable<Check> Trust()
    {
        var tee = Machine.Tee();
        var gpu = Machine.Gpu();
        if (isOpen) return [new Check("TEE", Verdict.Absent, "not used (--open): only callers who ask for the tier 'open' come here"), gpu];
        if (tee.Verdict == Verdict.Absent && market.NetworkId == MarketParameters.Mainnet)
            tee = tee with { Verdict = Verdict.Missing, Detail = "neither TDX nor SEV-SNP: this market takes such a machine with --open only, for callers who ask for it." };
        return gpu.Verdict == Verdict.Present ? [tee, gpu, Driver(), ConfidentialMode()] : [tee, gpu];
    }

    private static Check Driver()
    {
        var version = Machine.Output("nvidia-smi", "--query-gpu=driver_version --format=csv,noheader")?.Split('\n')[0].Trim() ?? "";
        return int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= LeastDriver
            ? new Check("GPU driver", Verdict.Present, version)
            : new Check("GPU driver", Verdict.Absent, $"{version} is older than {LeastDriver}: it gives no evidence. Update it for the tier {TierNames.CcGpu}.");
    }

    private static Check ConfidentialMode() => Machine.Output("nvidia-smi", "conf-compute -f") is { } state && state.Contains("ON", StringComparison.OrdinalIgnoreCase)
        ? new Check("GPU CC mode", Verdict.Present, "on")
        : new Check("GPU CC mode", Verdict.Absent, $"off: the tier is at most {TierNames.CpuTee}. Switch confidential computing on in the host, and start the guest anew.");

    private static Check Memory(IReadOnlyList<ModelToServe> models)
    {
        // As the silo reckons by itself: twice the weights, in four fifths of what there is.
        var (need, have) = (models.Sum(static model => 2 * model.WeightBytes), MachineMemory.Limit() / 5 * 4);
        return new Check("Memory", need <= have ? Verdict.Present : Verdict.Missing,
            string.Create(CultureInfo.InvariantCulture, $"models take about {need / Gibi:0.##} GiB of {have / Gibi:0.##} GiB{(need <= have ? "" : ": serve fewer models, or a larger machine")}"));
    }

    private Check Disk()
    {
        var root = new DirectoryInfo(folder.FullPath);
        while (root is { Exists: false, Parent: { } parent }) root = parent;
        var free = new DriveInfo(root.FullName).AvailableFreeSpace;
        return new Check("Disk", free >= LeastDisk ? Verdict.Present : Verdict.Missing,
            string.Create(CultureInfo.InvariantCulture, $"{free / Gibi:0.#} GiB free at {root.FullName}{(free >= LeastDisk ? "" : ": make room for 1 GiB of logs and state")}"));
    }
}
