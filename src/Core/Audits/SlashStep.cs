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

    /// <summary>Nothing is left to be done. <see cref="SlashOutcome.None"/>: the stake has nothing to take; <see cref="SlashOutcome.Dropped"/>: its transactions say why.</summary>
    public sealed record End(SlashOutcome Outcome) : SlashStep;
}
