using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by a Guid and a text.</summary>
public interface IGrainWithGuidCompoundKey : IGrain, IAddressable;
