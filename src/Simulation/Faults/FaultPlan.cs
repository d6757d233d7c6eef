using System.Collections.Immutable;

namespace Cocoon.Simulation.Faults;

/// <summary>How often each fault strikes, and which single strikes are left out. Immutable.</summary>
/// <param name="Rates">Share of the occasions of a kind at which it strikes, 0 to 1; kinds that are not named never strike.</param>
/// <param name="Only">When set, nothing strikes but these, whatever the rates: what shrinking leaves.</param>
public sealed record FaultPlan(ImmutableSortedDictionary<FaultKind, double> Rates, ImmutableHashSet<FaultStrike>? Only = null)
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultPlan Calm { get; } = new(ImmutableSortedDictionary<FaultKind, double>.Empty);

    /// <summary>Everything goes wrong now and then: about a hundred faults in 500 jobs.</summary>
    public static FaultPlan Usual { get; } = new(new Dictionary<FaultKind, double>
    {
        [FaultKind.CallDelayed] = 0.0008,
        [FaultKind.CallDropped] = 0.0004,
        [FaultKind.CallDuplicated] = 0.0015,
        [FaultKind.CallReplyLost] = 0.0006,
        [FaultKind.CallTimedOut] = 0.0004,
        [FaultKind.SiloKilled] = 0.00006,
        [FaultKind.ActivationTwice] = 0.0006,
        [FaultKind.StoreConflict] = 0.0008,
        [FaultKind.StoreWriteFailed] = 0.0008,
        [FaultKind.StoreWriteUnknown] = 0.0010,
        [FaultKind.StoreSlow] = 0.0010,
        [FaultKind.StoreTorn] = 0.0002,
        [FaultKind.StoreFull] = 0.00005,
        [FaultKind.StoreSyncFailed] = 0.0002,
        [FaultKind.ClockJump] = 0.02,
        [FaultKind.ClockSkew] = 0.3,
        [FaultKind.TimerEarly] = 0.001,
        [FaultKind.TimerLate] = 0.001,
        [FaultKind.TimerTwice] = 0.001,
        [FaultKind.ReminderEarly] = 0.01,
        [FaultKind.ReminderLate] = 0.01,
        [FaultKind.ReminderTwice] = 0.02,
        [FaultKind.GatewayKilled] = 0.002,
        [FaultKind.ClientKilled] = 0.004,
        [FaultKind.ProviderLies] = 0.01,
        [FaultKind.ProviderStalls] = 0.004,
        [FaultKind.ProviderGarbage] = 0.01,
        [FaultKind.ProviderVanishes] = 0.002,
        [FaultKind.CollateralExpires] = 0.7,
        [FaultKind.ChainOutage] = 0.003,
        [FaultKind.ChainDelay] = 0.12,
        [FaultKind.ChainDuplicate] = 0.05,
        [FaultKind.ChainReplyLost] = 0.05,
        [FaultKind.ChainReorganised] = 0.03,
        [FaultKind.ChainFeesChanged] = 0.005,
    }.ToImmutableSortedDictionary());

    public FaultPlan Without(FaultKind kind) => this with { Rates = Rates.Remove(kind) };
}
