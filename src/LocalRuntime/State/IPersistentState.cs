using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A record injected into a grain's constructor with <see cref="PersistentStateAttribute"/>.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
