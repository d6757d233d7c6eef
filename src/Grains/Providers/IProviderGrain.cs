using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Reputation;
using Cocoon.Core.Trust;
using Orleans.Concurrency;

namespace Cocoon.Grains.Providers;

/// <summary>The market's twin of one provider; the key is the provider's wallet address.</summary>
[Alias("cocoon.IProviderGrain"), Version(1)]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>Joins, or renews appraisal and offers.</summary>
    /// <param name="evidence">An evidence bundle, encoded; bound to this network and this provider.</param>
    /// <param name="offers">What it sells.</param>
    [Alias("register")]
    Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers);

    /// <summary>As <see cref="Register"/>, for a machine that has dialled out: its edge grain speaks for it.</summary>
    [Alias("register-edge")]
    Task<Appraisal> RegisterEdge(byte[] evidence, ImmutableList<Offer> offers);

    /// <summary>A machine that had dialled out is gone: its offers leave the market until it announces itself again. One on a silo is left alone.</summary>
    [Alias("lost"), OneWay]
    Task Lost();

    /// <summary>Renews the provider's place in the market's index; to be called every few seconds.</summary>
    /// <returns>False when the market needs to see the provider's evidence again: register.</returns>
    [Alias("announce")]
    Task<bool> Announce();

    /// <summary>The evidence behind the present appraisal, for whoever wants to make the verdict himself.</summary>
    [Alias("evidence")]
    Task<byte[]> Evidence();

    /// <summary>Looks at the evidence again now, as the market does every few seconds by itself.</summary>
    [Alias("reappraise")]
    Task Reappraise();

    /// <summary>Gives a slot to a job. Kept in memory only: a repeat gets the same lease as long as this grain lives.</summary>
    [Alias("lease")]
    Task<Lease> Lease(LeaseRequest request);

    /// <summary>Whether what was leased some time ago is still the same machine, and trusted.</summary>
    /// <exception cref="RefusedException">It is not; its leases have ended.</exception>
    [Alias("confirm"), AlwaysInterleave]
    Task Confirm(long leaseEpoch);

    /// <summary>A job has ended; its slot is free. Nobody waits for it: a lease also expires.</summary>
    [Alias("release"), AlwaysInterleave, OneWay]
    Task Release(JobId job);

    /// <summary>A job has ended: its slot is free, and what became of it counts. Nobody waits for it.</summary>
    [Alias("end"), AlwaysInterleave, OneWay]
    Task End(JobEnd end);

    /// <summary>Its score for a model, explained; that of a newcomer where nothing is known.</summary>
    [Alias("standing"), AlwaysInterleave]
    Task<ScoreView> Standing(string model);
    /// <summary>What an audit or a dispute says of this provider. Stored when it returns; repeating it changes nothing.</summary>
    [Alias("judged")]
    Task Judged(Judgement judgement);

    /// <summary>Stops (or resumes) taking new jobs; running ones finish. For machines that stop, and operators: a new life of the machine ends it.</summary>
    [Alias("drain")]
    Task Drain(bool draining);

    /// <summary>Stops taking new jobs for its owner; running ones finish. It outlives new lives of the machine, until <see cref="Leave"/> with false. Repeating it changes nothing.</summary>
    /// <exception cref="RefusedException">It has never registered.</exception>
    [Alias("owner-drain")]
    Task OwnerDrain();

    /// <summary>Takes the provider off the market for its owner, or brings it back, from every drain too. It outlives new lives of the machine.</summary>
    /// <exception cref="RefusedException">It has never registered.</exception>
    [Alias("leave")]
    Task Leave(bool left);

    /// <summary>What its owner may want to know; also of one that has never registered.</summary>
    [Alias("facts")]
    Task<ProviderFacts> Facts();

    [Alias("view")]
    Task<ProviderView> View();

    /// <summary>Sets the provider's terms for a model, all of them, or takes them back with null. They hold for leases given from now on.</summary>
    [Alias("set-terms")]
    Task<OfferTermsView> SetTerms(string model, OfferTerms? terms);

    /// <summary>The provider's models with their terms. For its owner: it shows floors.</summary>
    [Alias("terms")]
    Task<ImmutableList<OfferTermsView>> Terms();

    /// <summary>Prices at which the provider takes one job, binding for half a minute. In memory only: a twin that is lost knows no quotes.</summary>
    [Alias("quote")]
    Task<PriceQuote> Quote(QuoteRequest request);

    /// <summary>A quote that the provider gave a client, used or over as it may be.</summary>
    [Alias("find-quote")]
    Task<PriceQuote> FindQuote(HexBytes quote, AccountAddress client);

    /// <summary>Answers a bid for an open quote; at most three times. The quote's prices fall, or stay.</summary>
    [Alias("counter")]
    Task<PriceQuote> Counter(HexBytes quote, AccountAddress client, PriceList bid);
}
