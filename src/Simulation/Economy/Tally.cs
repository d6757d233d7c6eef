using Cocoon.Core;
using Cocoon.Core.Jobs;

namespace Cocoon.Simulation.Economy;

/// <summary>Counts what happens in a market. Not thread-safe.</summary>
internal sealed class Tally
{
    /// <summary>Length of a cell.</summary>
    public const long Window = 10 * Habits.Minute;

    private readonly Cell[][] _cells;
    private readonly long[] _turnaways = new long[Enum.GetValues<Turnaway>().Length];

    public Tally(ModelLine[] lines, long end)
    {
        var windows = (int)((end + Window - 1) / Window);
        _cells = Array.ConvertAll(lines, _ => new Cell[windows]);
        Hours = (int)((end + 60 * Habits.Minute - 1) / (60 * Habits.Minute));
        Leases = new long[Hours, Enum.GetValues<Behaviour>().Length];
        Willing = new double[Hours, Enum.GetValues<Behaviour>().Length];
    }

    public int Hours { get; }

    /// <summary>By model and window.</summary>
    public Cell[][] Cells => _cells;

    /// <summary>Leases by hour and behaviour, and slot minutes offered likewise.</summary>
    public long[,] Leases { get; }
    public double[,] Willing { get; }

    public long Arrivals { get; private set; }
    public long Delivered { get; private set; }
    public long HungUp { get; private set; }
    public long CutOff { get; private set; }
    public long Failovers { get; private set; }
    public long Audits { get; private set; }
    public long AuditsLost { get; private set; }
    public long Starts { get; private set; }
    public SortedDictionary<RefusalCode, long> Conflicts { get; } = [];
    public ReadOnlySpan<long> Turnaways => _turnaways;

    /// <summary>Of interactive jobs: from the request to the slot, and to the first token.</summary>
    public LogHistogram Waits { get; } = new();
    public LogHistogram FirstTokens { get; } = new();

    public void Arrived(long now, int model)
    {
        Arrivals++;
        CellOf(now, model).Arrived++;
    }

    public void Refused(long now, int model, Turnaway why)
    {
        _turnaways[(int)why]++;
        CellOf(now, model).Refused++;
    }

    /// <summary>What the first of the picked providers said.</summary>
    public void FirstTry(long now, int model, RefusalCode refusal)
    {
        ref var cell = ref CellOf(now, model);
        cell.FirstTries++;
        if (refusal == RefusalCode.None) cell.FirstLeases++;
        else Conflicts[refusal] = Conflicts.GetValueOrDefault(refusal) + 1;
    }

    public void Leased(long now, int model, in Job job, Seller seller)
    {
        Starts++;
        Leases[HourOf(now), (int)seller.Behaviour]++;
        if (job.Class == JobClass.Batch) return;
        if (job.Failures == 0) Waits.Add(job.Leased - job.Arrived);
        ref var cell = ref CellOf(now, model);
        cell.Tokens += job.Answer;
        cell.PricedTokens += (double)job.Answer * job.Prices!.Completion.Value;
    }

    public void Ended(in Job job)
    {
        if (job.Class == JobClass.Interactive) FirstTokens.Add(job.FirstToken - job.Arrived);
        switch (job.Ends)
        {
            case JobFate.Cancelled: HungUp++; break;
            case JobFate.CutOff: CutOff++; break;
            default: Delivered++; break;
        }
    }

    public void FellThrough() => Failovers++;

    public void Audited(bool isWrong)
    {
        Audits++;
        if (isWrong) AuditsLost++;
    }

    /// <summary>Once a minute.</summary>
    public void Sample(long now, ModelLine[] lines, Seller[] sellers)
    {
        foreach (var line in lines)
        {
            ref var cell = ref CellOf(now - 1, line.Index);
            cell.SlotsUsed += line.InUse;
            cell.SlotsUp += line.SlotsUp;
        }

        foreach (var seller in sellers)
            if (seller.IsUp) Willing[HourOf(now - 1), (int)seller.Behaviour] += seller.Offer.Slots;
    }

    private ref Cell CellOf(long now, int model) => ref _cells[model][now / Window];

    private static int HourOf(long now) => (int)(now / (60 * Habits.Minute));
}
