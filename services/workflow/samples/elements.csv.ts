/**
 * Chemical elements with their standard atomic masses, as tables of them are found: columns padded, a
 * name twice, cases mixed, and no mass but that of an isotope, in brackets, where none is stable.
 */
export const ELEMENTS_CSV = `number,symbol,name,mass,phase
1,H,Hydrogen,1.008,gas
2,He,Helium,4.0026,gas
3,Li,Lithium,6.94,solid
4,Be,Beryllium,9.0122,solid
5,B,Boron,10.81,solid
6,C,Carbon,12.011,solid
7,N,Nitrogen,14.007,Gas
8,O,Oxygen,15.999,Gas
9,F,Fluorine,18.998,gas
10,Ne,Neon,20.180,gas
11,Na,Sodium,22.990,solid
12,Mg,Magnesium,24.305,solid
13,Al,Aluminium,26.982,solid
14,Si,Silicon,28.085,solid
15,P,Phosphorus,30.974,solid
16,S,Sulfur,32.06,solid
17,Cl,Chlorine,35.45,gas
18,Ar,Argon,39.95,gas
19,K,Potassium,39.098,solid
20,Ca,Calcium,40.078,solid
21,Sc,Scandium,44.956,solid
22,Ti,Titanium,47.867, solid
23,V,Vanadium,50.942, solid
24,Cr,Chromium,51.996, solid
25,Mn,Manganese,54.938,solid
26,Fe,Iron,55.845,solid
26,Fe,Iron,55.845,solid
27,Co,Cobalt,58.933,solid
28,Ni,Nickel,58.693,solid
29,Cu,Copper,63.546,solid
30,Zn,Zinc,65.38,solid
31,Ga,Gallium,69.723,solid
32,Ge,Germanium,72.630,solid
33,As,Arsenic,74.922,solid
34,Se,Selenium,78.971,solid
35,Br,Bromine,79.904,LIQUID
36,Kr,Krypton,83.798,gas

43,Tc,Technetium,[97],solid
47,Ag,Silver,107.87,solid
50,Sn,Tin,118.71,solid
53,I,Iodine,126.90,solid
54,Xe,Xenon,131.29,gas
61,Pm,Promethium,[145],solid
74,W,Tungsten,183.84,solid
78,Pt,Platinum,195.08,solid
79,Au,Gold,196.97,solid
80,Hg,Mercury,200.59,liquid
82,Pb,Lead,207.2,solid
86,Rn,Radon,[222],gas
`;
