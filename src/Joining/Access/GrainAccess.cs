using System.Collections.Frozen;
using Cocoon.Attestation.Policy;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Answers;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Registry;
using Cocoon.Grains.Reputation;
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
        (typeof(IProviderGrain), [nameof(IProviderGrain.Register), nameof(IProviderGrain.Announce), nameof(IProviderGrain.Drain)]));

    /// <summary>What a machine that dials out uses: its edge grain, which speaks for it to all others.</summary>
    private static readonly FrozenDictionary<Type, FrozenSet<string>> EdgeCalls = Table(
        (typeof(IEdgeGrain), [nameof(IEdgeGrain.Challenge), nameof(IEdgeGrain.Connect), nameof(IEdgeGrain.Register), nameof(IEdgeGrain.Announce), nameof(IEdgeGrain.Drain), nameof(IEdgeGrain.Work), nameof(IEdgeGrain.Begin), nameof(IEdgeGrain.Deliver), nameof(IEdgeGrain.Complete), nameof(IEdgeGrain.Fail), nameof(IEdgeGrain.End), nameof(IEdgeGrain.Proven), nameof(IEdgeGrain.Disclosed), nameof(IEdgeGrain.Leave)]));

    /// <summary>What the HTTP side uses, for its callers and, with the admin key, for operators: what the ledger would do later by itself. To accept a difference is the core's own.</summary>
    private static readonly FrozenDictionary<Type, FrozenSet<string>> GatewayCalls = Table(
        (typeof(IClientAccountGrain), [nameof(IClientAccountGrain.AddKey), nameof(IClientAccountGrain.RevokeKey), nameof(IClientAccountGrain.Keys), nameof(IClientAccountGrain.Authenticate), nameof(IClientAccountGrain.AddChannel), nameof(IClientAccountGrain.ChannelsOf), nameof(IClientAccountGrain.KeyViews), nameof(IClientAccountGrain.CreateKey), nameof(IClientAccountGrain.Login), nameof(IClientAccountGrain.RotateKey), nameof(IClientAccountGrain.SetScope), nameof(IClientAccountGrain.Admit), nameof(IClientAccountGrain.Settle)]),
        (typeof(IAnswerGrain), [nameof(IAnswerGrain.Store), nameof(IAnswerGrain.Complete), nameof(IAnswerGrain.Find), nameof(IAnswerGrain.Cancel), nameof(IAnswerGrain.IsWanted), nameof(IAnswerGrain.Delete)]),
        (typeof(IReplayGrain), [nameof(IReplayGrain.Remember), nameof(IReplayGrain.Find)]),
        (typeof(IPaymentChannelGrain), [nameof(IPaymentChannelGrain.Open), nameof(IPaymentChannelGrain.View), nameof(IPaymentChannelGrain.NewestVoucher), nameof(IPaymentChannelGrain.AcceptVoucher), nameof(IPaymentChannelGrain.Drain), nameof(IPaymentChannelGrain.Reopen), nameof(IPaymentChannelGrain.AgreeClose), nameof(IPaymentChannelGrain.PermitWithdrawal)]),
        (typeof(IJobGrain), [nameof(IJobGrain.Start), nameof(IJobGrain.GiveBack), nameof(IJobGrain.View)]),
        (typeof(IProviderGrain), [nameof(IProviderGrain.View), nameof(IProviderGrain.Evidence), nameof(IProviderGrain.Standing), nameof(IProviderGrain.Quote), nameof(IProviderGrain.FindQuote), nameof(IProviderGrain.Counter), nameof(IProviderGrain.Facts), nameof(IProviderGrain.Drain), nameof(IProviderGrain.OwnerDrain), nameof(IProviderGrain.Leave), nameof(IProviderGrain.SetTerms), nameof(IProviderGrain.Terms)]),
        (typeof(IInferenceGrain), [nameof(IInferenceGrain.Run), nameof(IInferenceGrain.Prove)]),
        (typeof(IMarketGrain), [nameof(IMarketGrain.Reference), nameof(IMarketGrain.Snapshot), nameof(IMarketGrain.Changes)]),
        (typeof(IRegistryGrain), [nameof(IRegistryGrain.Parameters)]),
        (typeof(ISettlementGrain), [nameof(ISettlementGrain.View), nameof(ISettlementGrain.Find), nameof(ISettlementGrain.Earnings), nameof(ISettlementGrain.Settle), nameof(ISettlementGrain.Reconcile)]),
        (typeof(IEpochGrain), [nameof(IEpochGrain.Epochs), nameof(IEpochGrain.Prove)]),
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
        ImageRole.Edge => Has(EdgeCalls, contract, method),
        _ => false,
    };

    /// <summary>Whether a grain is the caller's own business: a provider speaks for no other provider.</summary>
    /// <param name="role">The caller's role.</param>
    /// <param name="wallet">The caller's wallet, as attested.</param>
    /// <param name="contract">The grain interface.</param>
    /// <param name="key">Key of the grain.</param>
    public static bool MayTouch(ImageRole role, string wallet, Type contract, string key) => role switch
    {
        ImageRole.Provider => contract != typeof(IProviderGrain) || key == wallet,
        ImageRole.Edge => key == wallet,
        _ => true,
    };

    private static bool Has(FrozenDictionary<Type, FrozenSet<string>> table, Type contract, string method) =>
        table.TryGetValue(contract, out var methods) && methods.Contains(method);

    private static FrozenDictionary<Type, FrozenSet<string>> Table(params (Type Contract, string[] Methods)[] rows) =>
        rows.ToFrozenDictionary(row => row.Contract, row => row.Methods.ToFrozenSet(StringComparer.Ordinal));
}
