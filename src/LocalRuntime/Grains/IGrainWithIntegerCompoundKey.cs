using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain interface whose grains are named by an integer and a text.</summary>
public interface IGrainWithIntegerCompoundKey : IGrain, IAddressable;
