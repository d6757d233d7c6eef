using System.Collections.Immutable;

namespace Cocoon.Grains.Providers;

/// <summary>
/// How busy it is, told to the market without a call for each job: the first change at once, because the last free slot of a
/// provider is what routers race for, and later ones at most every <see cref="UseStep"/>.
/// </summary>
public sealed partial class ProviderGrain
{
    /// <summary>Changes within so long of the last one told are told together.</summary>
    private static readonly TimeSpan UseStep = TimeSpan.FromMilliseconds(100);

    private ImmutableDictionary<string, int> _toldUse = ImmutableDictionary<string, int>.Empty;
    private IGrainTimer? _useStep;

    private void TellUse() =>
        _useStep ??= this.RegisterGrainTimer(static (twin, _) => twin.TellUseNow(), this, new GrainTimerCreationOptions(TimeSpan.Zero, UseStep) { Interleave = true });

    /// <remarks>Waits for nothing but the sending: the index does not answer, and an announcement of every few seconds says the same again.</remarks>
    private async Task TellUseNow()
    {
        var (now, isNews) = (Time.GetUtcNow(), false);
        foreach (var model in State.Offers.Keys)
        {
            var inUse = Live.InUse(model, now);
            Observe(model);
            if (!_toldUse.TryGetValue(model, out var told) || told == inUse) continue;
            (_toldUse, isNews) = (_toldUse.SetItem(model, inUse), true);
            await GrainFactory.Market(model).Use(Id, inUse);
        }
        if (isNews) return;
        _useStep?.Dispose();
        _useStep = null;
    }
}
