namespace Cocoon.Simulation.Runtime;

/// <summary>A write on its way.</summary>
internal interface IPendingWrite
{
    string Name { get; }

    GrainId Grain { get; }

    int Lane { get; }

    bool IsOver { get; }

    void TakeEffect();

    /// <summary>The store dies: the write has taken effect or not, and its writer gets an error.</summary>
    void Break(bool tookEffect, Exception error);
}
