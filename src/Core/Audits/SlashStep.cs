namespace Cocoon.Core.Audits;

/// <summary>What is to be done next about a slash; <see cref="SlashCourse"/> says which.</summary>
public abstract record SlashStep
{
    private SlashStep()
    {
    }

    /// <summary>The contract takes this message now.</summary>
    public sealed record Send(SlashMessage Message) : SlashStep;

    /// <summary>Nothing is to be done before the chain's clock shows this, Unix seconds.</summary>
    public sealed record Wait(long Until) : SlashStep;

    /// <summary>The slash stands, and there is nothing to say yet. Its owner, the arbiter or the slasher may act at any time, so the next look is soon.</summary>
    /// <param name="LapsesAt">When it was appealed: first second (Unix time) at which anyone may drop it; null when it was not.</param>
    public sealed record Watch(long? LapsesAt) : SlashStep;

    /// <summary>Nothing is left to be done. <see cref="SlashOutcome.None"/>: the stake has nothing to take; <see cref="SlashOutcome.Dropped"/>: its transactions say why.</summary>
    public sealed record End(SlashOutcome Outcome) : SlashStep;
}
