using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by a Guid.</summary>
public interface IGrainWithGuidKey : IGrain, IAddressable;
