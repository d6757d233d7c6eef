using System.Collections.Immutable;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Accounts;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>
/// Stops new jobs on a model, or everywhere, by draining every provider that offers it; or the other way round. The target is
/// a model id, or <see cref="Everything"/>.
/// </summary>
/// <remarks>A provider has one switch for all its models, and one that joins later is not drained: the question says so.</remarks>
internal sealed class PauseMarket(IGrainFactory grains, PictureKeeper keeper, bool pausing) : IAdminAction
{
    /// <summary>The target that means every model.</summary>
    public const string Everything = "*";

    private const int AtOnce = 16;

    public string Name => pausing ? "pause" : "unpause";

    public Task<ActionPlan?> Plan(string target)
    {
        var picture = keeper.Current;
        if (target != Everything && picture.Rules?.Models.ContainsKey(target) != true) return Task.FromResult<ActionPlan?>(null);
        var what = target == Everything ? "the whole market" : $"the model {target}";
        var providers = Providers(picture, target);
        var others = picture.Offers.Where(offer => providers.Contains(offer.Provider) && offer.Offer.Model != target).Select(offer => offer.Offer.Model).Distinct().ToArray();
        return Task.FromResult<ActionPlan?>(pausing
            ? new ActionPlan($"Pause {what}?", "Pause",
                [
                    $"{Words.Count(providers.Length, "provider")} drained: no new jobs there until somebody resumes.", "Jobs that run finish, and are paid. Settlement goes on.",
                    .. target != Everything && others.Length > 0 ? [$"A provider has one switch for all its models: {others.Length} other models lose these providers too."] : Array.Empty<string>(),
                    "A provider that joins after this moment is not drained.",
                ], "/admin/offers")
            : new ActionPlan($"Resume {what}?", "Resume", [$"{Words.Count(providers.Length, "drained provider")} on the market again, whoever drained them. Those whose owners did stay away until these resume them."], "/admin/offers"));
    }

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        var providers = Providers(keeper.Current, target);
        var refused = 0;
        await Parallel.ForEachAsync(providers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (provider, cancel) =>
        {
            try
            {
                await grains.Provider(provider).Drain(pausing).WaitAsync(cancel);
            }
            catch (Exception e) when (e is RefusedException or OrleansException or TimeoutException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        var done = $"{providers.Length - refused} of {Words.Count(providers.Length, "provider")} {(pausing ? "drained" : "resumed")}.";
        return refused == 0 ? done : throw new RefusedException(RefusalCode.ProviderUnknown, $"{done} The others did not answer. Try again.");
    }

    private ImmutableArray<AccountAddress> Providers(MarketPicture picture, string target) => pausing
        ? [.. picture.Offers.Where(offer => target == Everything || offer.Offer.Model == target).Select(offer => offer.Provider).Distinct()]
        : [.. picture.Readings.Newest.Where(reading => reading.View is { Draining: true, OwnerDraining: false } && (target == Everything || reading.View.Offers.Exists(offer => offer.Model == target))).Select(reading => reading.View.Id)];
}
