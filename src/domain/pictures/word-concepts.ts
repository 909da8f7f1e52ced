/** English first; then German, French, Spanish, Italian and Dutch, without accents. */
const rows = `
moon mond lune luna maan | star stern sterne etoile estrella stella ster | sun sonne soleil sol sole zon
night nacht nuit noche notte sleep schlaf schlafen dormir sommeil sogno slaap bedtime schlafenszeit
dream traum reve sueno droom | cat katze kater chat gato gatto kat poes | dog hund chien perro cane hond
bear bar baer ours oso orso beer | rabbit bunny hase kaninchen lapin conejo coniglio konijn | fox fuchs renard zorro volpe vos
wolf loup lobo lupo | lion lowe loewe leon leone leeuw | tiger tigre tijger | elephant elefant elefante olifant
monkey affe singe mono scimmia aap | horse pferd cheval caballo cavallo paard pony | cow kuh vache vaca mucca koe
pig schwein cochon cerdo maiale varken | sheep schaf mouton oveja pecora schaap | mouse maus souris raton topo muis
bird vogel oiseau pajaro uccello | owl eule hibou buho gufo uil | chicken huhn henne poule gallina kip | duck ente canard pato anatra eend
fish fisch poisson pez pesce vis | whale wal baleine ballena balena walvis | frog frosch grenouille rana kikker
snake schlange serpent serpiente serpente slang | spider spinne araignee arana ragno spin | butterfly schmetterling papillon mariposa farfalla vlinder
bee biene abeille abeja ape bij | snail schnecke escargot caracol lumaca slak | dragon drache dragon drago draak
dinosaur dino dinosaurier dinosaure dinosaurio | unicorn einhorn licorne unicornio unicorno eenhoorn
princess prinzessin princesse princesa principessa prinses | king konig koenig roi rey re koning | queen konigin koenigin reine reina regina koningin
knight ritter chevalier caballero cavaliere ridder | witch hexe sorciere bruja strega heks | wizard zauberer magicien mago tovenaar
ghost gespenst geist fantome fantasma spook | pirate pirat pirata piraat | robot roboter | fairy fee hada fata
castle schloss burg chateau castillo castello kasteel | house haus maison casa huis | tree baum arbre arbol albero boom
forest wald foret bosque foresta bos | flower blume fleur flor fiore bloem | garden garten jardin giardino tuin
apple apfel pomme manzana mela appel | banana banane | cake kuchen torte gateau tarta torta taart | bread brot pain pan pane brood
rain regen pluie lluvia pioggia | snow schnee neige nieve neve sneeuw | cloud wolke nuage nube nuvola wolk | storm gewitter sturm orage tormenta tempesta
rainbow regenbogen arcoiris arcobaleno regenboog | fire feuer feu fuego fuoco vuur | water wasser eau agua acqua
sea meer ocean mer mar mare zee ozean | island insel ile isla isola eiland | mountain berg montagne montana montagna
boat ship schiff boot bateau barco barca nave schip | train zug eisenbahn tren treno trein | car auto voiture coche macchina
bus | plane airplane flugzeug avion aereo vliegtuig | rocket rakete fusee cohete razzo raket | space weltraum weltall espace espacio spazio ruimte
bicycle bike fahrrad velo bicicleta bicicletta fiets | tractor traktor trecker tracteur trattore
book buch livre libro boek story geschichte histoire cuento storia verhaal marchen maerchen | music musik musique musica muziek song lied chanson cancion canzone
drum trommel tambour tambor tamburo | guitar gitarre guitare guitarra chitarra gitaar | piano klavier | dance tanz tanzen danse baile ballo dans
heart herz coeur corazon cuore hart love liebe amour amor amore liefde | ball fussball ballon pelota palla football soccer
school schule ecole escuela scuola | clock uhr horloge reloj orologio klok | key schlussel schluessel cle llave chiave sleutel
door tur tuer porte puerta porta deur | bed bett lit cama letto | hat hut chapeau sombrero cappello hoed
christmas weihnacht weihnachten noel navidad natale kerst santa nikolaus | easter ostern paques pascua pasqua pasen
birthday geburtstag anniversaire cumpleanos compleanno verjaardag | winter hiver invierno inverno | summer sommer ete verano estate zomer
baby | grandma oma grossmutter grandmere abuela nonna | grandpa opa grossvater grandpere abuelo nonno
treasure schatz tresor tesoro schat | magic zauber magie magia | radio | phone telefon telephone telefono telefoon
`;

const concepts: ReadonlyMap<string, readonly string[]> = byWord(rows);

/** Other words for the same thing, or nothing. */
export function conceptsOf(word: string): readonly string[] {
  return concepts.get(word) ?? [];
}

function byWord(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of text.split(/[|\n]/)) {
    const words = row.trim().split(/\s+/).filter(Boolean);
    for (const word of words) {
      const others = words.filter((other) => other !== word);
      found.set(word, [...(found.get(word) ?? []), ...others]);
    }
  }
  return found;
}
