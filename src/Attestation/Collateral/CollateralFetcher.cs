using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Collateral;

/// <summary>Asks sources in order until one has a document that may be taken. Never throws. Thread-safe.</summary>
internal sealed class CollateralFetcher(IReadOnlyList<ICollateralSource> sources, CollateralOptions options, TimeProvider time, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxFetches);

    /// <param name="need">What to look for.</param>
    /// <param name="held">The one at hand; nothing older is taken.</param>
    /// <returns>A document that counts now, or else the best of those that no longer do; null when nobody has one.</returns>
    public async Task<HeldCollateral?> Fetch(CollateralNeed need, HeldCollateral? held)
    {
        await _slots.WaitAsync();
        try
        {
            using var timeout = new CancellationTokenSource(options.FetchTimeout, time);
            HeldCollateral? best = null;
            foreach (var source in sources)
            {
                if (await TryAsk(source, need, timeout.Token) is not { } item) continue;
                if (Judge(source, item, held) is not { } found) continue;
                if (best is null || !found.Window.IsOlderThan(best.Window)) best = found;
                if (time.GetUtcNow() < found.Window.Until) return found;
            }
            return best;
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task<CollateralItem?> TryAsk(ICollateralSource source, CollateralNeed need, CancellationToken cancellationToken)
    {
        try
        {
            // Sources that do not heed the token must not hold up the others.
            var item = await source.Get(need, cancellationToken).WaitAsync(cancellationToken);
            return item?.Key == need.Key ? item : null;
        }
        catch (OperationCanceledException)
        {
            CollateralLog.TimedOut(log, source.Name, need.Key, options.FetchTimeout);
        }
#pragma warning disable CA1031 // Whatever breaks in one source, the next one is asked, and the verdict names what is missing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            CollateralLog.SourceFailed(log, source.Name, need.Key, e.Message);
        }
        return null;
    }

    private HeldCollateral? Judge(ICollateralSource source, CollateralItem item, HeldCollateral? held)
    {
        var now = time.GetUtcNow();
        if (CollateralWindows.TryRead(item, now, options) is not { } window)
        {
            CollateralLog.Malformed(log, source.Name, item.Key);
            return null;
        }
        if (held is not null && window.IsOlderThan(held.Window))
        {
            CollateralLog.Rollback(log, item.Key.RollbackFailure(), source.Name, item.Key, window.Number, window.From, held.Window.Number, held.Window.From);
            return null;
        }
        return new HeldCollateral(item, window, window.RefreshAt(now, options));
    }
}
