using System.Buffers.Binary;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Reputation;

namespace Cocoon.Simulation.Economy;

/// <summary>Machines break down and come back, prices follow utilisation, standings follow deeds.</summary>
internal sealed partial class MarketRun
{
    private long UntilCrash() => _now + (long)_machines.Exponential(Habits.HoursUp * 60 * Habits.Minute);

    private void Crash(Seller seller)
    {
        seller.IsUp = false;
        seller.UpTicks += _now - seller.UpSince;
        seller.Breakdowns++;
        _lines[seller.Model].SlotsUp -= seller.Offer.Slots;
        for (var id = seller.FirstJob; id >= 0; id = _jobs[id].Next) BreakOff(id, seller);
        _events.Add(_now + Habits.AnnouncedFor, EventKind.Forgotten, seller.Index, seller.Breakdowns);
        _events.Add(_now + (long)_machines.Exponential(Habits.MinutesDown * Habits.Minute), EventKind.Return, seller.Index);
    }

    /// <summary>The stream breaks; what came so far is paid for.</summary>
    private void BreakOff(int id, Seller seller)
    {
        ref var job = ref _jobs[id];
        job.Version++;
        job.Delivers = job.FirstToken < _now ? (int)Math.Min(job.Delivers, (_now - job.FirstToken) * seller.Rate / Habits.Second) : 0;
        job.Ends = job.Delivers > 0 ? JobFate.CutOff : JobFate.Failed;
        _events.Add(_now + Habits.StartHop, EventKind.JobEnd, id, job.Version);
    }

    private void Return(Seller seller)
    {
        seller.IsUp = true;
        seller.UpSince = _now;
        seller.Breakdowns++;
        _lines[seller.Model].SlotsUp += seller.Offer.Slots;
        seller.Announced = seller.Announced with { FreshUntil = DateTimeOffset.MaxValue, Since = TimeOf(_now) };
        _lines[seller.Model].Tell(seller, _now, announce: true);
        _events.Add(UntilCrash(), EventKind.Crash, seller.Index);
    }

    private void Forget(Seller seller, int breakdown)
    {
        if (seller.Breakdowns != breakdown) return;
        seller.Announced = seller.Announced with { FreshUntil = TimeOf(_now) };
        _lines[seller.Model].Tell(seller, _now, announce: true);
    }

    /// <summary>Once a minute; standings are read every tenth time.</summary>
    private void Reprice(Seller seller, int times)
    {
        _events.Add(_now + Habits.Minute, EventKind.Reprice, seller.Index, times + 1);
        if (!seller.IsUp) return;
        var announced = seller.Announced;
        if (seller.AutoPrices && seller.NextPrices(TimeOf(_now)) is var prices && prices != announced.Offer.Prices)
        {
            var batch = announced.Offer.BatchPrices is null ? null : Half(prices);
            announced = announced with { Offer = announced.Offer with { Prices = prices, BatchPrices = batch } };
        }

        if (times % 10 == 0)
        {
            announced = announced with
            {
                Reputation = seller.Standing.Score(Nano.Zero, TimeOf(_now)),
                FirstTokenMs = Whole(seller.Standing.FirstTokenMs),
                TokensPerSecond = Whole(seller.Standing.TokensPerSecond),
            };
        }

        if (announced == seller.Announced) return;
        seller.Announced = announced;
        _lines[seller.Model].Tell(seller, _now, announce: true);
    }

    /// <summary>Standings hear of one job in <see cref="_sample"/>, which then counts for all of them: of jobs by the million nothing is lost by it.</summary>
    private void Remember(in Job job, Seller seller)
    {
        if (_sample > 1 && _audits.Below(_sample) != 0) return;
        var isPaid = job.Delivers > 0;
        var tokens = isPaid ? new TokenCounts(job.Prompt - job.Cached, job.Cached, job.Delivers, 0) : default;
        var charge = isPaid ? new Nano(checked(job.Prices!.Charge(tokens).Value * _sample)) : Nano.Zero;
        var begun = job.Leased + Habits.StartHop;
        var end = new JobEnd(default, _lines[seller.Model].Id, _buyers[job.Client].Account, job.Ends, default, tokens, charge,
            isPaid ? TimeSpan.FromTicks(job.FirstToken - begun) : null, isPaid ? TimeSpan.FromTicks(_now - begun) : TimeSpan.Zero);
        seller.Standing = seller.Standing.Ended(end, seller.Account, seller.Offer, TimeOf(_now));
    }

    /// <summary>A random share of answers is worked out again by somebody else; wrong ones lose their dispute.</summary>
    private void Audit(Seller seller)
    {
        if (!_audits.Chance(Habits.AuditShare)) return;
        var isWrong = seller.Behaviour == Behaviour.Cheats && _audits.Chance(Habits.AuditFinds);
        var now = TimeOf(_now);
        Span<byte> random = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(random, _audits.Next());
        var job = JobId.New(now, random[..10]);
        seller.Standing = seller.Standing.Audited(job, isWrong ? AuditEffect.Mismatch : AuditEffect.Passed, now);
        if (isWrong) seller.Standing = seller.Standing.Disputed(job, DisputeEffect.Lost, now);
        _tally.Audited(isWrong);
    }

    private static PriceList Half(PriceList prices) => new(new Nano(prices.Prompt.Value / 2), new Nano(prices.CachedPrompt.Value / 2), new Nano(prices.Completion.Value / 2), new Nano(prices.Reasoning.Value / 2));

    private static int? Whole(double? value) => value is { } some ? (int)Math.Round(some) : null;
}
