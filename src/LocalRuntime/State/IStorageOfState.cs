namespace Orleans.Core;

/// <summary>One typed record of a grain in storage.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
