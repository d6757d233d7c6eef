namespace Cocoon.Core.Audits;

/// <summary>What is said to a stake's contract about a slash. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.slash-message")]
public enum SlashMessage
{
    /// <summary>Ask for it.</summary>
    Announce = 0,

    /// <summary>Carry it out: its delay is over, and nobody appealed.</summary>
    Execute = 1,

    /// <summary>Drop it: the arbiter has left an appeal undecided for too long.</summary>
    Lapse = 2,
}
