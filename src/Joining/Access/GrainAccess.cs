using System.Collections.Frozen;
using Cocoon.Attestation.Policy;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Registry;
using Cocoon.Grains.Settlement;

namespace Cocoon.Joining.Access;

/// <summary>
/// Which role may host and call what. An allow-list: what is not here is refused. The market's core is trusted with all of
/// it, since it holds the ledger.
/// </summary>
public static class GrainAccess
{
    /// <summary>The one grain class of a provider's silo.</summary>
    private static readonly FrozenSet<Type> ProviderHosts = FrozenSet.Create(typeof(InferenceGrain));

    /// <summary>What the engine's grain and the agent that announces it use, and nothing else.</summary>
    private static readonly FrozenDictionary<Type, FrozenSet<string>> ProviderCalls = Table(
        (typeof(IJobGrain), [nameof(IJobGrain.Begin), nameof(IJobGrain.Complete), nameof(IJobGrain.Fail)]),
        (typeof(IProviderGrain), [nameof(IProviderGrain.Register), nameof(IProviderGrain.Announce)]));

    /// <summary>What the HTTP side uses.</summary>
    private static readonly FrozenDictionary<Type, FrozenSet<string>> GatewayCalls = Table(
        (typeof(IClientAccountGrain), [nameof(IClientAccountGrain.AddKey), nameof(IClientAccountGrain.RevokeKey), nameof(IClientAccountGrain.Keys), nameof(IClientAccountGrain.Authenticate), nameof(IClientAccountGrain.AddChannel)]),
        (typeof(IPaymentChannelGrain), [nameof(IPaymentChannelGrain.Open), nameof(IPaymentChannelGrain.View), nameof(IPaymentChannelGrain.NewestVoucher), nameof(IPaymentChannelGrain.AcceptVoucher), nameof(IPaymentChannelGrain.AgreeClose), nameof(IPaymentChannelGrain.PermitWithdrawal)]),
        (typeof(IJobGrain), [nameof(IJobGrain.Start), nameof(IJobGrain.GiveBack), nameof(IJobGrain.View)]),
        (typeof(IProviderGrain), [nameof(IProviderGrain.View), nameof(IProviderGrain.Evidence)]),
        (typeof(IInferenceGrain), [nameof(IInferenceGrain.Run), nameof(IInferenceGrain.Prove)]),
        (typeof(IMarketGrain), [nameof(IMarketGrain.Snapshot)]),
        (typeof(IRegistryGrain), [nameof(IRegistryGrain.Parameters)]),
        (typeof(ISettlementGrain), [nameof(ISettlementGrain.View), nameof(ISettlementGrain.Find), nameof(ISettlementGrain.Earnings)]),
        (typeof(IBatchGrain), [nameof(IBatchGrain.View), nameof(IBatchGrain.Proof), nameof(IBatchGrain.EarningsProof)]));

    /// <summary>Whether a silo of this role registers this grain class. A provider's silo hosts nothing but the engine, system grains of the runtime included.</summary>
    public static bool MayHost(ImageRole role, Type grainClass) => role switch
    {
        ImageRole.Core => true,
        ImageRole.Provider => ProviderHosts.Contains(grainClass),
        _ => false,
    };

    /// <param name="role">The caller's, as attested.</param>
    /// <param name="contract">The grain interface.</param>
    /// <param name="method">Name of its method.</param>
    public static bool MayCall(ImageRole role, Type contract, string method) => role switch
    {
        ImageRole.Core => true,
        ImageRole.Provider => Has(ProviderCalls, contract, method),
        ImageRole.Gateway => Has(GatewayCalls, contract, method),
        _ => false,
    };

    /// <summary>Whether a grain is the caller's own business: a provider speaks for no other provider.</summary>
    /// <param name="role">The caller's role.</param>
    /// <param name="wallet">The caller's wallet, as attested.</param>
    /// <param name="contract">The grain interface.</param>
    /// <param name="key">Key of the grain.</param>
    public static bool MayTouch(ImageRole role, string wallet, Type contract, string key) =>
        role != ImageRole.Provider || contract != typeof(IProviderGrain) || key == wallet;

    private static bool Has(FrozenDictionary<Type, FrozenSet<string>> table, Type contract, string method) =>
        table.TryGetValue(contract, out var methods) && methods.Contains(method);

    private static FrozenDictionary<Type, FrozenSet<string>> Table(params (Type Contract, string[] Methods)[] rows) =>
        rows.ToFrozenDictionary(row => row.Contract, row => row.Methods.ToFrozenSet(StringComparer.Ordinal));
}
