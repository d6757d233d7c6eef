namespace Cocoon.Simulation.Economy;

/// <summary>What a seller is like.</summary>
internal enum Behaviour
{
    /// <summary>Does what it says.</summary>
    Honest,

    /// <summary>Writes at a third of the rate that it claims.</summary>
    Slow,

    /// <summary>Fails every job within moments, and so always looks idle.</summary>
    FailsFast,

    /// <summary>Sells a smaller model's answers: cheap, fast, and wrong when somebody audits them.</summary>
    Cheats,
}
