using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by a text.</summary>
public interface IGrainWithStringKey : IGrain, IAddressable;
