using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Routing;

/// <summary>
/// What a process that opens jobs has seen of providers itself: who failed, how fast they began and wrote, how many of its jobs
/// run where, and who served which conversation. In memory; it grows with the models that are asked for. Thread-safe.
/// </summary>
public sealed class RouteBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ModelRoutes> _models = new(StringComparer.Ordinal);

    public SessionBook Sessions { get; } = new();

    /// <summary>A model's offers as this process sees them.</summary>
    public OfferTable Table(string model, OfferView view) => Of(model).Table(view);

    /// <returns>Null for a provider that has not served this process yet.</returns>
    public ProviderHealth? HealthOf(AccountAddress provider, string model) => Of(model).HealthOf(provider);

    /// <summary>A job has got its lease; dispose of the result when it has ended, however it did.</summary>
    public IDisposable Enter(AccountAddress provider, string model) => new Running(Of(model), provider);

    /// <summary>
    /// Candidates of a job refused it as busy, those before the one that took it: full until there is news of them, or half a
    /// second is over, so that no other job of this process goes the same way. Of batch jobs nothing is noted: what refused them may have a slot that it
    /// keeps for those that somebody waits for.
    /// </summary>
    /// <param name="route">What was picked for the job.</param>
    /// <param name="model">Model id.</param>
    /// <param name="taker">Who took it; null when all refused.</param>
    public void Refused(Route route, string model, AccountAddress? taker)
    {
        // A job that was repeated has the lease of before, from whomever.
        if (route.Query.Class == JobClass.Batch || (taker is { } one && !route.Candidates.Exists(candidate => candidate.Provider == one))) return;
        foreach (var refused in route.Candidates.TakeWhile(candidate => candidate.Provider != taker)) Of(model).Refused(refused.Provider);
    }

    /// <summary>The first token of an answer has come.</summary>
    public void Began(string model, TimeSpan toFirstToken) => Of(model).Began(toFirstToken);

    /// <summary>An answer was complete.</summary>
    /// <param name="provider">Who gave it.</param>
    /// <param name="model">Model id.</param>
    /// <param name="toFirstToken">From its lease.</param>
    /// <param name="tokensPerSecond">After the first token; null for an answer of one.</param>
    public void Succeeded(AccountAddress provider, string model, TimeSpan toFirstToken, double? tokensPerSecond) => Of(model).Succeeded(provider, toFirstToken, tokensPerSecond);

    /// <summary>A provider did not answer, or broke off.</summary>
    public void Failed(AccountAddress provider, string model) => Of(model).Failed(provider);

    /// <summary>Within which time this share of answers begins; null while too few were seen.</summary>
    public TimeSpan? FirstTokenQuantile(string model, double share) => Of(model).FirstTokenQuantile(share);

    private ModelRoutes Of(string model) => _models.GetOrAdd(model, static (_, time) => new ModelRoutes(time), time);

    private sealed class Running : IDisposable
    {
        private readonly AccountAddress _provider;
        private ModelRoutes? _model;

        public Running(ModelRoutes model, AccountAddress provider)
        {
            (_model, _provider) = (model, provider);
            model.Took(provider);
        }

        public void Dispose() => Interlocked.Exchange(ref _model, null)?.Gave(_provider);
    }
}
