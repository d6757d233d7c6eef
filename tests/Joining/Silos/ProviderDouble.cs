using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Reputation;
using Cocoon.Core.Trust;
using Cocoon.Grains.Providers;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>Stands in for the provider's twin.</summary>
[GrainType("provider")]
public sealed class ProviderDouble : Grain, IProviderGrain
{
    public Task<bool> Announce() => Task.FromResult(true);

    public Task<byte[]> Evidence() => Task.FromResult<byte[]>([1]);

    public Task Reappraise() => throw new NotSupportedException();

    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers) => throw new NotSupportedException();

    public Task<Lease> Lease(LeaseRequest request) => throw new NotSupportedException();

    public Task<Appraisal> RegisterEdge(byte[] evidence, ImmutableList<Offer> offers) => throw new NotSupportedException();

    public Task Lost() => Task.CompletedTask;

    public Task Confirm(long leaseEpoch) => throw new NotSupportedException();

    public Task Release(JobId job) => throw new NotSupportedException();

    public Task End(JobEnd end) => throw new NotSupportedException();

    public Task<ScoreView> Standing(string model) => throw new NotSupportedException();

    public Task Judged(Judgement judgement) => throw new NotSupportedException();

    public Task Drain(bool draining) => throw new NotSupportedException();

    public Task OwnerDrain() => throw new NotSupportedException();

    public Task Leave(bool left) => throw new NotSupportedException();

    public Task<ProviderFacts> Facts() => throw new NotSupportedException();

    public Task<ProviderView> View() => throw new NotSupportedException();

    public Task<OfferTermsView> SetTerms(string model, OfferTerms? terms) => throw new NotSupportedException();

    public Task<ImmutableList<OfferTermsView>> Terms() => throw new NotSupportedException();

    public Task<PriceQuote> Quote(QuoteRequest request) => throw new NotSupportedException();

    public Task<PriceQuote> FindQuote(HexBytes quote, AccountAddress client) => throw new NotSupportedException();

    public Task<PriceQuote> Counter(HexBytes quote, AccountAddress client, PriceList bid) => throw new NotSupportedException();
}
