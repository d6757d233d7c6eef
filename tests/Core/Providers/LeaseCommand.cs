using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Providers;

/// <summary>One thing that can happen to a provider's twin. Times in seconds.</summary>
internal abstract record LeaseCommand(string Words)
{
    public sealed override string ToString() => Words;

    /// <summary>The provider joins, or comes back with other keys, offers or evidence.</summary>
    public sealed record Register(int Key, int Appraised, int Slots, long Price, Tier Tier, WrongOffer Wrong = WrongOffer.No)
        : LeaseCommand($"register key {Key}, {Tier} for {Appraised} s, {Slots} slots at {Price}{(Wrong == 0 ? "" : $", wrong: {Wrong}")}");

    /// <summary>A job asks for a slot.</summary>
    public sealed record Lease(int Job, int Model, int Tokens, long Ceiling, Tier Least, int Seconds)
        : LeaseCommand($"lease j{Job} m{Model} {Tokens} tokens up to {Ceiling}, {Least}, for {Seconds} s");

    public sealed record Release(int Job) : LeaseCommand($"release j{Job}");

    public sealed record Drain(bool Draining) : LeaseCommand(Draining ? "drain" : "resume");

    /// <summary>The owner drains it, or resumes.</summary>
    public sealed record Own(bool Draining) : LeaseCommand(Draining ? "owner drains" : "owner resumes");

    public sealed record Pass(int Seconds) : LeaseCommand($"{Seconds} s pass");

    /// <summary>Mostly what suits; otherwise anything.</summary>
    public static Gen<LeaseCommand> Any { get; } = Gen.Frequency(
        (4, from key in Gen.Elements(1, 1, 2)
            from appraised in Gen.Elements(300, 3_600)
            from slots in Gen.Choose(1, 3)
            from price in Gen.Choose(1, 3)
            select (LeaseCommand)new Register(key, appraised, slots, price, Tier.CpuTee)),
        (3, from key in Gen.Choose(1, 2)
            from appraised in Gen.Elements(0, 60)
            from slots in Gen.Choose(1, 2)
            from tier in Gen.Elements(Enum.GetValues<Tier>())
            from wrong in Gen.Elements(Enum.GetValues<WrongOffer>())
            select (LeaseCommand)new Register(key, appraised, slots, 2, tier, wrong)),
        (24, from job in Gen.Choose(1, 9)
             from model in Gen.Choose(1, 2)
             from seconds in Gen.Elements(20, 60, 300)
             select (LeaseCommand)new Lease(job, model, 100, 3, Tier.CpuTee, seconds)),
        (10, from job in Gen.Choose(1, 9)
             from model in Gen.Choose(1, 3)
             from tokens in Gen.Elements(1_000, 1_001)
             from ceiling in Gen.Choose(1, 3)
             from least in Gen.Elements(Enum.GetValues<Tier>())
             from seconds in Gen.Elements(-1, 0, 20)
             select (LeaseCommand)new Lease(job, model, tokens, ceiling, least, seconds)),
        (8, from job in Gen.Choose(1, 10) select (LeaseCommand)new Release(job)),
        (2, from draining in Gen.Elements(true, false, false) select (LeaseCommand)new Drain(draining)),
        (2, from draining in Gen.Elements(true, false, false) select (LeaseCommand)new Own(draining)),
        (7, from seconds in Gen.Elements(1, 10, 40, 3_700) select (LeaseCommand)new Pass(seconds)));
}
