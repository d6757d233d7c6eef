namespace Cocoon.Simulation.Tests.Runtime;

/// <summary>Counts, durably, and does what no grain may when told to.</summary>
public interface ITallyGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task<int> Look();

    Task<int> AddSlowly(int amount);

    Task Remind();

    Task Escape(string how);
}
